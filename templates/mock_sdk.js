/*
 * Plays InMoment's survey SDK in development: the same globals and commands as wootric-sdk.js, and no network.
 * It shows what InMoment would get, the commands in their order, and what in them breaks InMoment's contract.
 * Tests read window.wootric.calls: one {command, settings} a call, settings being a copy taken at that moment.
 */
(() => {
  "use strict";

  // Turbo evaluates a page's scripts again, and a site may have two tags: the first one stays.
  if (window.wootric && Array.isArray(window.wootric.calls)) return;

  const calls = [];
  const faults = new Set();
  const pageView = { address: null, runs: 0, attached: false };

  // ---- Reading the site's values: they may be missing, of any type, or throw when they are touched ----

  function attempt(action, otherwise) {
    try {
      return action();
    } catch (error) {
      return otherwise(error);
    }
  }

  const asText = (value) => attempt(() => String(value), () => "something that has no text");

  const asJson = (value) =>
    attempt(() => JSON.stringify(value, null, 2), (error) => `(cannot be shown: ${asText(error)})`);

  const pick = (value, ...keys) =>
    attempt(() => keys.reduce((inner, key) => inner[key], value), () => undefined);

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  const hasSettings = (settings) => isObject(settings) && Object.keys(settings).length > 0;

  const firstText = (...values) => values.find((value) => typeof value === "string" && value !== "");

  // Through JSON: functions are left out, and a "__proto__" stays a key like any other.
  function snapshot(settings) {
    const json = JSON.stringify(settings);
    return json === undefined ? null : JSON.parse(json);
  }

  // ---- InMoment's contract: each check `says` what is wrong `when` it is ----

  const FIRST_MILLISECONDS = 31557600000; // The year 2970 in seconds, 1971 in milliseconds.
  const LANGUAGES = (
    "AR BE BG ZH_HANS ZH_HANT CZ DA NL NL_NL_X_INFORMAL EN ET FI FR DE DE_DE_X_INFORMAL EL HU ID IT JA KO LT LV " +
    "MS NO PL PT PT_PT RO RU SL ES ES_MX SV TH TR UK VI"
  ).split(" ");

  const SETTINGS_CHECKS = [
    { says: "account_token is missing.", when: (settings) => !settings.account_token },
    { says: "account_token has to start with NPS-, for CES and CSAT accounts too.",
      when: (settings) => settings.account_token && !asText(settings.account_token).startsWith("NPS-") },
    { says: "email is missing: InMoment knows the user by it (any unique string will do).",
      when: (settings) => !firstText(settings.email) },
    { says: "created_at has to be an integer, in Unix seconds.",
      when: (settings) => "created_at" in settings && !Number.isInteger(settings.created_at) },
    { says: "created_at is in milliseconds: it has to be in Unix seconds.",
      when: (settings) => isMilliseconds(settings.created_at) },
    { says: "language is none of InMoment's codes, such as EN, PT_PT and ZH_HANS.",
      when: (settings) => "language" in settings && !LANGUAGES.includes(settings.language) },
    { says: "event_name has to be there, a string or null: without it the last page's event stays.",
      when: (settings) => settings.event_name !== null && typeof settings.event_name !== "string" },
    { says: "properties has to be an object.",
      when: (settings) => "properties" in settings && !isObject(settings.properties) },
  ];

  // `type`: not for Segment's calls, which pass values on as they are.
  const PROPERTY_CHECKS = [
    { says: "has a key with $, . or NUL in it.", when: (key) => /[$.\0]/.test(key) },
    { type: true, says: "is an integer: its key has to end in _amount (or in _date, for Unix seconds).",
      when: (key, value) => Number.isInteger(value) && !/_(amount|date)$/.test(key) },
    { type: true, says: "is a float: strings, integers, dates and null are allowed.",
      when: (key, value) => typeof value === "number" && !Number.isInteger(value) },
    { type: true, says: "is nested: objects and arrays are not allowed.",
      when: (key, value) => typeof value === "object" && value !== null },
    { says: "is in milliseconds: dates have to be in Unix seconds.",
      when: (key, value) => key.endsWith("_date") && isMilliseconds(value) },
  ];

  const isMilliseconds = (value) => typeof value === "number" && value >= FIRST_MILLISECONDS;

  const failing = (checks, ...values) => checks.filter(({ when }) => when(...values)).map(({ says }) => says);

  function propertyFaults(settings) {
    const fromSegment = "segment_user_id" in settings;
    const checks = PROPERTY_CHECKS.filter(({ type }) => !(type && fromSegment));
    const entries = isObject(settings.properties) ? Object.entries(settings.properties) : [];
    return entries.reduce((found, [key, value]) =>
      found.concat(failing(checks, key, value).map((says) => `properties[${asJson(key)}] ${says}`)), []);
  }

  const testFlagFaults = () => ["wootric_survey_immediately", "wootric_no_surveyed_cookie"]
    .filter((flag) => pick(window, flag))
    .map((flag) => `${flag} is on: it is for tests, never in production.`);

  function contractFaults(command, settings) {
    if (!hasSettings(settings)) return [`${command} was called with no settings: window.wootricSettings comes first.`];
    return failing(SETTINGS_CHECKS, settings).concat(propertyFaults(settings), testFlagFaults());
  }

  // ---- The panel: made node by node, so that a strict CSP and Trusted Types have nothing to refuse ----

  const STYLE = `
    :host {
      all: initial !important; position: fixed !important; inset: 0 !important; width: 100% !important;
      height: 100% !important; background: none !important; pointer-events: none !important;
      z-index: 2147483647 !important; overflow: visible !important;
      direction: ltr !important; unicode-bidi: isolate !important; /* which "all" leaves */
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    .panel {
      --accent: light-dark(#2457c5, #8ab4ff); --line: light-dark(#dde1e8, #3a414d);
      --quiet: light-dark(#596273, #a7b0bf); --soft: light-dark(#f4f6f9, #262c36);
      color-scheme: light dark; position: absolute; pointer-events: auto; inset: auto 16px 16px; max-width: 500px;
      max-height: calc(100% - 32px); display: flex; flex-direction: column;
      margin-inline-start: auto; font: 0.875em/1.45 system-ui, sans-serif; color: light-dark(#1b2330, #eef1f6);
      background: light-dark(#fff, #1a1f27); border: 1px solid var(--line); border-radius: 12px;
      box-shadow: 0 8px 28px rgb(0 0 0 / 18%); overflow: hidden; overflow-wrap: anywhere;
    }
    .panel > details { min-height: 0; overflow: auto; }
    @media (max-width: 400px), (max-height: 400px) { .panel { max-height: 100%; inset: auto 0 0; } }
    .panel[data-theme="light"] { color-scheme: light; }
    .panel[data-theme="dark"] { color-scheme: dark; }
    .panel[data-position="top"] { inset: 16px 16px auto; }
    .scroll { max-height: min(62vh, 600px); overflow: auto; border-block: 1px solid var(--line); }
    h2 { margin: 0; font-size: 0; line-height: 0; } /* for screen readers: the headings below are of its parts */
    summary { padding: 9px 16px; cursor: pointer; font-weight: 600; }
    .tag { white-space: nowrap; margin-inline-start: 8px; color: var(--quiet); font-size: 0.86em; font-weight: 400; }
    .tag.bad { color: light-dark(#b3261e, #ffb4ab); }
    .survey { padding: 14px 16px 16px; border-bottom: 1px solid var(--line); }
    .survey p { margin: 0 0 12px; font-size: 1.15em; font-weight: 600; }
    .scale { display: grid; grid-template-columns: repeat(11, 1fr); gap: 4px; }
    @media (max-width: 400px) { .scale { grid-template-columns: repeat(6, 1fr); } }
    .ends { display: flex; justify-content: space-between; margin-top: 4px; color: var(--quiet); font-size: 0.86em; }
    .actions { display: flex; flex-direction: row-reverse; margin-top: 10px; }
    button {
      min-height: 24px; min-width: 24px; padding: 7px 12px; font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line);
      border-radius: 7px; cursor: pointer;
    }
    .scale button { padding: 7px 0; font-variant-numeric: tabular-nums; }
    button:hover { border-color: var(--accent); }
    button[aria-pressed="true"], .send { color: light-dark(#fff, #10151d); background: var(--accent); }
    .decline { margin-inline: -13px auto; background: none; border-color: transparent; color: var(--quiet); }
    label { display: block; margin-top: 14px; }
    textarea {
      display: block; width: 100%; margin-top: 6px; padding: 8px; font: inherit; color: inherit; resize: vertical;
      background: var(--soft); border: 1px solid var(--line); border-radius: 7px;
    }
    ::placeholder { color: var(--quiet); opacity: 1; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    summary:focus-visible { outline-offset: -3px; }
    .record { padding: 0 16px 14px; }
    h3 { margin: 10px 0 4px; font-size: 1em; }
    ul:empty { display: none; }
    ul { margin: 0; padding-inline-start: 20px; }
    ol { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 0; padding: 0; list-style-position: inside; }
    table { width: 100%; border-collapse: collapse; font: 0.86em/1.5 ui-monospace, monospace; }
    th, td { padding: 4px 8px 4px 0; text-align: start; vertical-align: top; border-top: 1px solid var(--line); }
    th { width: 38%; font-weight: 400; color: var(--quiet); }
    pre { margin: 0; font: inherit; white-space: pre-wrap; max-height: 12em; overflow: auto; }
    .status { min-height: 1.45em; margin: 7px 16px; color: var(--quiet); font-size: 0.86em; }
    @media (prefers-reduced-motion: no-preference) {
      .panel { animation: rise 0.18s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
    }
  `;

  // Children come as an array: there may be more of them than a call can have arguments.
  function make(tag, properties = {}, children = []) {
    const node = Object.assign(document.createElement(tag), properties);
    children.forEach((child) => node.append(child));
    return node;
  }

  const button = (className, text, onclick) => make("button", { type: "button", className, onclick }, [text]);

  const survey = make("div", { className: "survey", hidden: true });
  const verdict = make("span", { className: "tag" });
  const record = make("div", { className: "record" });
  const status = make("p", { className: "status", ariaLive: "polite" });
  const title = make("summary", {},
    ["InMoment mock SDK", make("span", { className: "tag" }, ["development only"])]);
  const details = make("details", {}, [make("summary", {}, ["What InMoment would get", verdict]), record]);
  const panel = make("section", { className: "panel", lang: "en", ariaLabel: "InMoment mock SDK" }, [
    make("h2", {}, ["Surveys in development"]),
    make("details", { open: true }, [title, make("div", { className: "scroll" }, [survey, details])]),
    status,
  ]);
  const host = make("div", { id: "wootric-mock-sdk", popover: "manual" });

  function fillHost() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(panel);
  }

  // Into the dialog that is open, since nothing else can be used then, and above all else: in the top layer neither a
  // dialog nor a transformed body is in the way.
  function attach() {
    const dialogs = document.querySelectorAll("dialog[open]");
    const place = Array.from(dialogs).filter((dialog) => attempt(() => dialog.matches(":modal"), () => false)).pop();
    if (host.isConnected && (!place || place.contains(host))) return;
    if (!document.body) {
      document.addEventListener("DOMContentLoaded", attach, { once: true });
      return;
    }
    // A page restored from Turbo's or htmx's cache holds an empty copy of the host.
    const copy = document.getElementById(host.id);
    if (copy) copy.remove();
    (place || document.body).append(host);
    attempt(() => host.showPopover(), () => "a browser without it");
    pageView.attached = true;
  }

  const heading = (text) => make("h3", {}, [text]);

  const list = (tag, items) => make(tag, {}, items.map((item) => make("li", {}, [item])));

  // A long value scrolls in its cell, and takes the focus so that the keyboard can scroll it.
  function row([key, value]) {
    const json = asJson(value);
    const cell = make("pre", json.length > 300 ? { tabIndex: 0, role: "group", ariaLabel: key } : {}, [json]);
    return make("tr", {}, [make("th", { scope: "row" }, [key]), make("td", {}, [cell])]);
  }

  // The callbacks stay in the page, so they are no part of what InMoment would get.
  function settingsTable() {
    const { settings } = calls.filter((call) => isObject(call.settings)).pop() || { settings: {} };
    const sent = Object.entries(settings).filter(([key]) => key !== "callbacks");
    return make("table", {}, [make("tbody", {}, sent.map(row))]);
  }

  function showRecord() {
    const broken = Array.from(faults);
    verdict.textContent = ["no faults", "1 fault"][broken.length] || `${broken.length} faults`;
    verdict.classList.toggle("bad", broken.length > 0);
    record.replaceChildren(
      heading(broken.length ? "Breaks the contract" : "Nothing breaks the contract"), list("ul", broken),
      heading("Commands"), list("ol", calls.map(({ command }) => command)),
      heading("Settings"), settingsTable());
  }

  function report(happened, broken = []) {
    broken.forEach((fault) => faults.add(fault));
    status.textContent = happened;
    // A site can make room for the survey, and take it back: `#wootric-mock-sdk[data-asks]`.
    host.toggleAttribute("data-asks", !survey.hidden);
    showRecord();
    attach();
  }

  // ---- The survey, with the site's wording and callbacks ----

  function tell(live, name, ...values) {
    const callbacks = pick(live, "callbacks");
    const callback = pick(callbacks, name);
    if (typeof callback !== "function") return;
    attempt(
      () => Reflect.apply(callback, callbacks, values),
      (error) => report(status.textContent, [`callbacks.${name} threw ${asText(error)}`]));
  }

  // InMoment has each text twice: one for all, and a list with one for each kind of answer, which goes first.
  function wording(texts, list, single, score, otherwise) {
    const kind = score <= 6 ? "detractor" : score <= 8 ? "passive" : "promoter";
    const [listName, ending] = list;
    return firstText(pick(texts, listName, `${kind}_${ending}`), pick(texts, single), otherwise);
  }

  const followUpQuestion = (score) => wording(pick(window, "customMessages"),
    ["followup_questions_list", "question"], "followup_question", score, "What is the main reason for your score?");

  const placeholder = (score) => wording(pick(window, "customMessages"),
    ["placeholder_texts_list", "text"], "placeholder_text", score, "Optional");

  const thankYou = (score) => wording(pick(window, "Wootric", "thankYouMessages"),
    ["thank_you_main_list", "thank_you_main"], "thank_you_main", score, "Thank you!");

  function question({ product_name: product, wootric_recommend_target: target }) {
    return `How likely are you to recommend ${firstText(product, "this product or service")} ` +
      `to ${firstText(target, "a friend or colleague")}?`;
  }

  function ask(settings, live) {
    let chosen = null;
    const reason = make("span", { dir: "auto" });
    const answer = make("textarea", { rows: 2, dir: "auto" });
    const followUp = make("label", { hidden: true }, [reason, answer]);
    const send = button("send", "Send", () => finish(chosen, answer.value, live));
    const scores = Array.from({ length: 11 }, (_, score) => button("", score, () => choose(score)));
    send.hidden = true;

    function choose(score) {
      chosen = score;
      scores.forEach((each, value) => { each.ariaPressed = asText(value === score); });
      reason.textContent = followUpQuestion(score);
      answer.placeholder = placeholder(score);
      followUp.hidden = send.hidden = false;
      followUp.scrollIntoView({ block: "nearest" });
      report(`Score ${score} chosen.`);
    }

    const ends = ["Not at all likely", "Extremely likely"].map((text) => make("span", {}, [text]));
    survey.replaceChildren(
      make("p", { dir: "auto" }, [question(settings)]),
      make("div", { className: "scale", role: "group", ariaLabel: question(settings) }, scores),
      make("div", { className: "ends" }, ends),
      followUp,
      make("div", { className: "actions" }, [send, button("decline", "No thanks", () => decline(live))]));
    survey.hidden = false;
  }

  function finish(score, text, live) {
    const thanks = make("p", { tabIndex: -1, dir: "auto" }, [thankYou(score)]);
    survey.replaceChildren(thanks);
    thanks.focus(); // The button that had the focus is gone.
    report(text ? `Answer sent: ${score}, with a comment.` : `Answer sent: ${score}.`);
    tell(live, "after_response", score, text);
  }

  function decline(live) {
    survey.hidden = true;
    title.focus();
    report("Survey declined.");
    tell(live, "after_decline");
  }

  // ---- The commands ----

  // A page view begins with a new address (a fragment is no new page) or with a new body, as Turbo makes them.
  function noticeNavigation() {
    const address = location.href.split("#")[0];
    const replaced = pageView.attached && !host.isConnected;
    if (replaced) survey.hidden = true;
    if (!replaced && address === pageView.address) return;
    Object.assign(pageView, { address, runs: 0 });
    faults.clear();
  }

  // A survey a page view: `page` and `stop` end one too, since a site that draws its pages itself calls them then.
  function countRuns(command) {
    pageView.runs = command === "run" ? pageView.runs + 1 : command === "group" ? pageView.runs : 0;
    return pageView.runs > 1 ? ["run was called again in the same page view: one page, one survey, one run."] : [];
  }

  function perform(command, live) {
    noticeNavigation();
    let unreadable = null;
    const settings = attempt(() => snapshot(live), (error) => {
      unreadable = `wootricSettings cannot be read: ${asText(error)}`;
      return null;
    });
    calls.push({ command, settings });
    if (!["page", "group", "run"].includes(command)) {
      report(`${command} called.`, [`Unknown command ${asJson(command)}: InMoment knows page, group and run.`]);
      return;
    }
    const broken = (unreadable ? [unreadable] : contractFaults(command, settings)).concat(countRuns(command));
    panel.dataset.theme = asText(pick(settings, "modal_theme") || "");
    panel.dataset.position = asText(pick(settings, "modal_position") || "");
    if (command === "run") run(settings, live, broken);
    else report(`${command} called.`, broken);
  }

  function run(settings, live, broken) {
    survey.hidden = true;
    if (!hasSettings(settings)) {
      report("run called: no settings, no survey.", broken);
      return;
    }
    ask(settings, live);
    report("Survey shown.", broken);
    tell(live, "after_eligible", true);
    tell(live, "after_show");
  }

  function stop() {
    calls.push({ command: "stop", settings: null });
    pageView.runs = 0;
    const message = survey.hidden ? "stop called: no survey was showing." : "Survey stopped.";
    survey.hidden = true;
    report(message);
  }

  fillHost();
  window.wootric = (command) => perform(asText(command), pick(window, "wootricSettings"));
  window.wootric.calls = calls;
  window.WootricSurvey = {
    run: (settings) => perform("run", settings === undefined ? pick(window, "wootricSettings") : settings),
    stop,
    version: () => "mock SDK",
  };
})();
