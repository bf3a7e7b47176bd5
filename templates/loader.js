/*
 * The loader: puts the page's settings where InMoment's SDK reads them, loads the SDK without being in the way of the
 * page, and calls its commands. One copy lives in a window for as long as the window does: a page change by Turbo or
 * htmx runs the script block again, which only hands over the new page view.
 *
 *   event                                    what happens
 *   a block runs                             `show`: a new page view replaces the last one
 *   wootricSnippet.page({...})               `show`: a new page view of the same visitor
 *   wootricSnippet.track(name, {...})        `show`: an event joins a view that has not asked yet; later, it asks again
 *   back from the back/forward cache         `show`: the same page view, once more
 *   consent withdrawn                        `show`: the same page view, which waits for consent
 *   wootricSnippet.shutdown()                `show`: no page view; consent is forgotten
 *   the page has loaded, or is seen; the     `wake`: when the browser is idle, `advance` does the next thing: loads the
 *   SDK has loaded; consent; all the above   SDK, or calls a command
 *
 *   `advance` does nothing                   until
 *   in a page that nobody sees               it is opened: it was rendered ahead, or in a background tab
 *   in a page that loads                     it has loaded; with "async", only the commands wait
 *   where consent is needed                  window.wootricConsent is true
 *   where Turbo has taken the block away     there is another one
 *
 * Whatever goes wrong in here must not show: a survey is never worth an error in the site's console. And every page
 * carries it, so that it is written to be small: tests/test_scripts.py holds its size.
 */

// An element of the page may have a name of ours, as its id; none has `consent`.
if (!(window.wootricSnippet || document).consent) {
  const win = window;
  const doc = document;

  let view = {}; // what this page view is about, as `show` was given it; empty after sign-out
  let step = 0; // how many of the view's commands were called
  let tried; // whether this view has asked for the SDK
  let script = 0; // the SDK's element, if it is ours
  let policy; // for Trusted Types; a second one of its name would be refused

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

  const request = (element) => {
    tried = 1;
    policy = policy || (win.trustedTypes || { createPolicy: (name, rules) => rules })
      .createPolicy("wootric-snippet", { createScriptURL: (url) => url });
    element.src = policy.createScriptURL(view.sdk);
    element.nonce = view.block.nonce; // for a policy without 'strict-dynamic'
    element.onerror = element.remove; // so that the next page view tries again
    // The site may have the SDK's element already. Ours does not go into the head, which a page may lack.
    ([...doc.scripts].find((other) => other.src == element.src) || doc.documentElement.appendChild(script = element))
      // An SDK may define itself a moment after it has loaded.
      .addEventListener("load", () => setTimeout(wake, 99));
  };

  const advance = () => {
    try {
      const command = view.commands[step];
      const sdk = (win.wootric || doc).call; // an element of that name is no function
      if (command && !doc.hidden && (win.wootricConsent === true || !view.consent) &&
          (view.block.isConnected || !win.Turbo) && (doc.readyState == "complete" || (view.async && !sdk))) {
        if (command.call) command(); // of boot.js
        else if (sdk) {
          put(view); // again: a script of the site may have replaced the whole object in the meantime
          step++;
          wake(); // the other commands are called whatever this one does
          win.wootric(command);
        } else if (!tried) request(doc.createElement("script"));
      }
    } catch (error) {
      // See above. After sign-out, `view` has no commands.
    }
  };

  // When nothing else is to be done, so that no paint and no event of the page is delayed; but a page that always does
  // something is asked too. By then all of the page's blocks have been seen, and the last one counts.
  const wake = () => (win.requestIdleCallback || setTimeout)(advance, { timeout: 2000 });

  // Shows a page view: `next` holds its settings and commands, the SDK's URL and when to load it. `change` is what the
  // site's own script wants different; it throws where that cannot be sent, and then nothing is changed.
  const show = (next, change) => {
    try {
      // Turbo shows its cached copy of a page first, and then the page itself.
      if (doc.documentElement.dataset.turboPreview != "") {
        next.block = next.block || doc.currentScript || doc;
        if (change) {
          next.own = next.own || [next.settings.properties];
          change(next.settings, view);
        }
        put(next);
        tried = 0;
        wake();
        if (step) {
          step = 0;
          // Hides the last view's survey, or cancels one that still waits: the SDK takes one survey at a time. Only
          // where there may be one, since an error, though caught, takes a browser longer than all the rest of this.
          WootricSurvey.stop();
        }
        if (next.async) advance();
      }
    } catch (error) {
      // See above.
    }
  };

  // Withdrawn, it is needed from then on, whatever the server knew.
  const consent = (given) => {
    view.consent = 1;
    (win.wootricConsent = given !== false) ? wake() : show(view);
  };

  win.wootricSnippet = {
    show,
    consent,

    // An event of the site's own script: a survey for it replaces the one that the page asked for.
    track: (name, properties) => show(view, (settings) => {
      JSON.stringify(properties);
      settings.event_name = name.substr(0);
      settings.properties = Object.assign({}, view.own[0], properties);
      if (step) view.commands = ["run"];
    }),

    // A page view of the site's own router. Before the page has asked for anything, it is still the same view.
    page: (info) => show(view, (settings) => {
      JSON.stringify(info);
      settings.page_info = info;
      if (step) {
        view.commands = ["page", "run"];
        settings.event_name = null;
        settings.properties = view.own[0];
      }
    }),

    shutdown: () => {
      win.wootricConsent = 0;
      show({});
    }
  };

  doc.addEventListener("wootric:consent", consent);
  doc.addEventListener("visibilitychange", wake);
  // After the load event, and when a page comes back from the back/forward cache; where nobody is asked, it is no view.
  win.addEventListener("pageshow", () => {
    if (view.settings) show(view);
  });
  // What the SDK throws while it is first run is no news to the site. An SDK of another host has no name here.
  win.addEventListener("error", (event) => {
    if (doc.currentScript == script && script.src.endsWith(event.filename)) event.preventDefault();
  });
}
