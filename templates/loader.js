/*
 * The loader: puts the page's settings where InMoment's SDK reads them, loads the SDK without being in the way of the
 * page, and calls its commands. One copy lives in a window for as long as the window does: a page change by Turbo or
 * htmx runs the script block again, and only hands over the new page view.
 *
 * Whatever goes wrong in here must not show: a survey is never worth an error in the site's console.
 */
(function () {
  const win = window;
  const doc = document;
  if (win.wootricSnippet) return;

  // Read now: once a script has run, its element no longer tells. The SDK's element carries it too, for a policy
  // without 'strict-dynamic'.
  const nonce = doc.currentScript && doc.currentScript.nonce;

  let view; // what this page view is about, as `show` was given it; none after sign-out
  let asked; // were this view's commands called?
  let sdk; // the SDK's script element: there is never a second one
  let consented;

  const on = (target, type, listener) => target.addEventListener(type, listener);

  const guarded = (task) => (...given) => {
    try {
      return task(...given);
    } catch (error) {
      // See above.
    }
  };

  // The settings go beside what the site's own scripts have put there, such as its callbacks.
  const put = () => {
    Object.assign(win, view.globals);
    win.wootricSettings = Object.assign(win.wootricSettings || {}, view.settings);
  };

  // Takes back all that the last view put there, and hides its survey or cancels one that still waits: the SDK takes
  // one survey at a time.
  const withdraw = guarded(() => {
    if (!view) return;
    const { globals, settings } = view;
    view = null;
    for (const name in globals) delete win[name];
    for (const name in settings) delete win.wootricSettings[name];
    if (win.WootricSurvey) win.WootricSurvey.stop();
  });

  const ask = guarded(() => {
    // While the page is still parsed, another block in it may replace this one.
    if (doc.readyState == "loading") return on(doc, "DOMContentLoaded", ask);
    if (!view || asked || !win.wootric) return;
    asked = true;
    put(); // again: a script of the site may have replaced the whole object in the meantime
    view.commands.forEach(guarded((command) => win.wootric(command)));
  });

  const load = guarded(() => {
    if (!view || sdk || win.wootric) return ask();
    const script = doc.createElement("script");
    let url = view.sdk;
    if (win.trustedTypes) {
      url = win.trustedTypes.createPolicy("wootric-snippet", { createScriptURL: (text) => text }).createScriptURL(url);
    }
    script.src = url;
    script.nonce = nonce;
    // The site, or another tool of its, may have put the SDK's element there; then ours is never used.
    sdk = [...doc.scripts].find((other) => other.src == script.src) || script;
    on(sdk, "load", ask);
    // What the SDK throws while it is first run is no news to the site.
    on(win, "error", (event) => sdk == doc.currentScript && event.preventDefault());
    if (sdk == script) doc.head.append(script);
  });

  // After the load event, and when nothing else is to be done: the SDK delays no paint and no event of the page.
  const loadWhenIdle = () => {
    if (doc.readyState == "complete") (win.requestIdleCallback || setTimeout)(load);
    else on(win, "load", () => setTimeout(loadWhenIdle));
  };

  const proceed = () => {
    if (view.load == "async") load();
    else if (view.load == "lazy" || consented) loadWhenIdle();
  };

  const snippet = win.wootricSnippet = {
    // A new page view: `next` holds its settings and commands, the SDK's URL and when to load it.
    show: guarded((next) => {
      // Turbo shows its cached copy of a page first, and then the page itself.
      if (doc.documentElement.hasAttribute("data-turbo-preview")) return;
      withdraw();
      if (next.respectGPC && navigator.globalPrivacyControl) return;
      view = next;
      asked = false;
      put();
      proceed();
    }),

    // An event of the site's own script: a survey for it replaces the one that the page asked for.
    track: guarded((name, properties) => {
      const now = view;
      const { settings } = now;
      settings.event_name = name;
      if (properties) settings.properties = Object.assign(settings.properties || {}, properties);
      if (asked) now.commands = ["run"];
      snippet.show(now);
    }),

    consent: guarded(() => {
      consented = true;
      if (view) proceed();
    }),

    shutdown: withdraw
  };

  on(doc, "wootric:consent", snippet.consent);
  // A page that comes back from the back/forward cache is viewed again.
  on(win, "pageshow", (event) => {
    if (event.persisted) {
      asked = false;
      ask();
    }
  });
})();
