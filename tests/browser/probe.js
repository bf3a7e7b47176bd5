/*
 * Runs in every page of tests/browser/cases before anything else: collects what the site's owner would see in the
 * console, gives the probes a few words to say what they wait for, reports what was found, and opens the next case.
 */
"use strict";
const complaints = [];
const uncaught = [];
const lacks = []; // what this engine cannot do, in words
addEventListener("error", (event) => uncaught.push(event));
addEventListener("unhandledrejection", (event) => complaints.push(`rejection: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) =>
  complaints.push(`violation: ${event.violatedDirective} ${event.blockedURI}`));
console.error = (...words) => complaints.push(`console: ${words.join(" ")}`);

// Where the settings are fetched: what was asked, and how many answers have not come yet.
const questions = [];
let awaited = 0;
const fetched = window.fetch;
window.fetch = async (url, ...more) => {
  if (!String(url).includes("/answer/")) return fetched(url, ...more);
  questions.push(String(url));
  awaited += 1;
  try {
    const answer = await fetched(url, ...more);
    const text = await answer.text();
    return { ok: answer.ok, json: async () => JSON.parse(text) };
  } finally {
    awaited -= 1;
  }
};

const post = (path, body) => fetch(path, { method: "POST", body }).then((answer) => answer.text());
const turn = () => new Promise((resume) => setTimeout(resume));

// Waits for a condition; a case that waits in vain says for what.
async function until(condition) {
  for (const end = Date.now() + 10000; Date.now() < end; await turn()) {
    const value = condition();
    if (value) return value;
  }
  throw new Error(`waited in vain for ${condition}`);
}

const parsed = new Promise((resume) => addEventListener("DOMContentLoaded", resume));
const loaded = () => until(() => document.readyState === "complete");

// The snippet's files have run, and what they asked for has come.
const ran = new WeakSet();
document.addEventListener("load", ({ target }) => ran.add(target), true);
const files = () => [...document.scripts].filter((script) =>
  (script.getAttribute("src") || "").startsWith("/loader/") && script.type !== "text/plain");
const arrived = () => until(() => !awaited && files().every((script) => ran.has(script)));

// The page has loaded, and what waits for its idle time has had three turns of it: what has not begun by now never will.
async function settled() {
  await loaded();
  await turn();
  await arrived();
  for (let turns = 0; turns < 3; turns += 1) {
    await turn();
    await new Promise((resume) => (window.requestIdleCallback || setTimeout)(resume));
    await arrived();
  }
}

const asked = () => (window.wootric && window.wootric.calls || []).map(({ command }) => command);
// Who signs in at the site, with one settings URL for all: which of the answers is theirs; nobody's is below 0.
const visitor = (number) => { document.cookie = `visitor=${number}; path=/; SameSite=Strict`; };
const sdkElements = () => [...document.scripts].filter(({ src }) => src.includes("/sdk/")).length;
// The commands, each with what it was called with: the page views as InMoment sees them.
const story = () => (window.wootric && window.wootric.calls || []).map(({ command, settings }) =>
  settings ? `${command} ${settings.page_info.path} ${settings.email}` : command);
const names = (object) => Object.keys(object || {}).sort();
const requests = (of) => fetch(`/requests/${of}`).then((answer) => answer.json()).then(([count]) => count);
const release = () => post("/release", "");

// The script block of a page that replaces this one without a page load, run as Turbo and htmx run it: from its text,
// or from its file, which takes a moment.
const rules = { createScript: (text) => text, createScriptURL: (url) => url };
let policy;
function again(block) {
  policy = policy || (window.trustedTypes ? trustedTypes.createPolicy("page-change", rules) : rules);
  const script = document.createElement("script");
  script.async = false;
  for (const { name, value } of block.attributes) {
    script.setAttribute(name, name === "src" ? policy.createScriptURL(value) : value);
  }
  script.nonce = document.querySelector("script").nonce;
  script.text = policy.createScript(block.text);
  return script;
}
function next(id) {
  for (const block of document.getElementById(id).content.children) document.body.append(again(block));
  return arrived();
}

// Turbo shows its copy of a page; the page itself comes once `resume` is called. `count` says how many copies it showed.
async function preview(url) {
  let resume;
  let copies = 0;
  addEventListener("turbo:render", () => {
    copies += document.documentElement.hasAttribute("data-turbo-preview");
  });
  addEventListener("turbo:before-fetch-request", (event) => {
    event.preventDefault();
    resume = event.detail.resume;
  });
  Turbo.visit(url);
  await until(() => copies && resume);
  await settled();
  return { resume, count: () => copies };
}

// A case that waits for what never comes fails alone: the ones after it are still opened.
const overdue = () => new Promise((_, fail) => setTimeout(fail, 45000, new Error("the case did not end")));

async function probe(find) {
  const name = document.documentElement.dataset.case;
  let found;
  try {
    if (!document.body) await until(() => document.body);
    // From when on a site's own scripts can speak to the snippet: at once, or after the files of the page have run.
    if (!name.endsWith(".inline")) await parsed;
    found = await Promise.race([find(), overdue()]);
  } catch (error) {
    found = { failed: String(error) };
  }
  for (const event of uncaught) {
    if (event.message && !event.defaultPrevented) complaints.push(`uncaught: ${event.message}`);
  }
  location.replace(await post(`/found/${name}`, JSON.stringify({ found, complaints, lacks: lacks.length ? lacks : undefined })));
}
