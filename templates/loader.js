/*
 * The loader: puts the page's settings where InMoment's SDK reads them, loads the SDK without being in the way of the
 * page, and calls its commands. One copy lives in a window for as long as the window does: a page change by Turbo or
 * htmx runs the script block again, and only hands over the new page view.
 *
 * Whatever goes wrong in here must not show: a survey is never worth an error in the site's console. And every page
 * carries it, so that it is written to be small: tests/test_scripts.py holds its size.
 */
((win, doc) => {
  if (win.wootricSnippet && win.wootricSnippet.show) return;

  // The SDK's element. Its nonce, for a policy without 'strict-dynamic', is to be read now: once this script has run,
  // nothing tells which element it was.
  const script = doc.createElement("script");
  script.nonce = (doc.currentScript || script).nonce;

  let view = {}; // what this page view is about, as `show` was given it; empty after sign-out
  let step = 0; // how many of the view's commands were called
  let agreed; // whether the site has said yes, for views that wait for it

  // Takes back all that the last view put there. What the site's own scripts did stays, such as its callbacks; in an
  // object of our own, since the site's may be frozen.
  const put = (next) => {
    win.wootricSettings = Object.assign({}, win.wootricSettings);
    for (const name in view.settings) delete win.wootricSettings[name];
    for (const name in view.globals) delete win[name];
    view = next;
    Object.assign(win.wootricSettings, view.settings);
    Object.assign(win, view.globals);
  };

  // Loads the SDK: once in a window's life, and not at all where the site has it already.
  const request = () => {
    if (win.wootric || script.src) return;
    script.src = (win.trustedTypes || { createPolicy: (name, rules) => rules })
      .createPolicy("wootric-snippet", { createScriptURL: (url) => url })
      .createScriptURL(view.sdk);
    // The site, or another tool of its, may have put the SDK's element there; then ours is never used.
    const other = [...doc.scripts].find((element) => element.src == script.src);
    (other || script).addEventListener("load", wake);
    // Not into the head, which a page may lack.
    if (!other) doc.documentElement.append(script);
  };

  // Does what is to be done next, if anything is: this is called whenever something may have changed.
  const advance = () => {
    try {
      const command = view.commands[step];
      if (!command || (view.consent && !agreed)) return;
      request();
      if (win.wootric) {
        put(view); // again: a script of the site may have replaced the whole object in the meantime
        step++;
        wake(); // the other commands are called whatever this one does
        win.wootric(command);
      }
    } catch (error) {
      // See above. After sign-out, `view` has no commands.
    }
  };

  // After the load event, and when nothing else is to be done: the SDK delays no paint and no event of the page. By
  // then, all of the page's blocks have been seen, and the last one counts.
  const wake = () => {
    if (doc.readyState == "complete") (win.requestIdleCallback || setTimeout)(advance);
  };

  // A new page view: `next` holds its settings and commands, the SDK's URL and when to load it. Where another view has
  // come after the `last` that the caller knows of, it is too late.
  const show = (next, last = view) => {
    try {
      // Turbo shows its cached copy of a page first, and then the page itself.
      if (view == last && !("turboPreview" in doc.documentElement.dataset)) {
        put(next);
        wake();
        if (next.async) request();
        if (step) {
          step = 0;
          // Hides the last view's survey, or cancels one that still waits: the SDK takes one survey at a time. Only
          // where there may be one, since an error, though caught, takes a browser longer than all the rest of this.
          WootricSurvey.stop();
        }
      }
    } catch (error) {
      // See above.
    }
  };

  const consent = () => wake(agreed = 1);

  win.wootricSnippet = {
    show,
    consent,

    // An event of the site's own script: a survey for it replaces the one that the page asked for.
    track: (name, properties) => {
      const settings = view.settings;
      if (settings) {
        settings.event_name = name;
        settings.properties = Object.assign({}, settings.properties, properties);
        if (step) view.commands = ["run"];
        show(view);
      }
    },

    shutdown: () => show({})
  };

  doc.addEventListener("wootric:consent", consent);
  // A page that comes back from the back/forward cache is viewed again.
  win.addEventListener("pageshow", (event) => event.persisted ? show(view) : wake());
  // What the SDK throws while it is first run is no news to the site.
  win.addEventListener("error", (event) => doc.currentScript == script && event.preventDefault());
})(window, document);
