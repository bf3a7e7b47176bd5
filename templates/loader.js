/*
 * The loader: puts the page's settings where InMoment's SDK reads them, loads the SDK without being in the way of the
 * page, and calls its commands. One copy lives in a window for as long as the window does: a page change by Turbo or
 * htmx runs the script block again, which only hands over the new page view.
 *
 *   event                                    what happens
 *   a block runs                             `show`: a new page view replaces the last one
 *   wootricSnippet.page({...})               `show`: a new page view of the same visitor
 *   wootricSnippet.track(name, {...})        `show`: an event joins a view that has not asked yet; later, it asks again
 *   back from the back/forward cache         `show`: the same page view, once more; "fetch" starts anew
 *   consent withdrawn                        `show`: the same page view, which waits for consent
 *   wootricSnippet.shutdown()                `show`: no page view; consent is forgotten
 *   the page has loaded, or is seen; the     `wake`: when the browser is idle, `advance` does the next thing: loads the
 *   SDK has loaded; consent; all the above   SDK, or calls a command
 *
 *   `advance` does nothing                   until
 *   in a page that nobody sees               it is opened: it was rendered ahead, or in a background tab
 *   in a page that loads                     it has loaded; with "async", only the commands wait
 *   where consent is needed or withdrawn     window.wootricConsent is true
 *   where Turbo has taken the block away     there is another one
 *
 * Whatever goes wrong in here must not show: a survey is never worth an error in the site's console. And every page
 * carries it, so that it is written to be small: a line that ends in `only: consent` is in the loaders of that `load` or
 * delivery alone, and the build shortens names that begin with `_`. tests/test_scripts.py holds its size.
 */

// An element of the page may have a name of ours, as its id; none has `shutdown`.
if (!window.wootricSnippet?.shutdown
    || !wootricSnippet.consent // only: consent
    || !wootricSnippet.current // only: fetch
) {
  // Another block's loader, which lacks what this one needs, is left with nothing to ask; consent stays.
  if (window.wootricSnippet?.shutdown) wootricSnippet.show({ settings: {} }); // only: consent fetch
  const doc = document; // only: inline

  let view = {}; // what this page view is about, as `show` was given it; empty after sign-out
  let settings; // what it has put into window.wootricSettings
  let step = 0; // how many of the view's commands were called
  let script = 0; // the SDK's element, which this page view has asked for or an earlier one has loaded

  const guard = (run) => (first, second) => {
    try {
      run(first, second);
    } catch {
      // See above. After sign-out, `view` has no commands.
    }
  };

  // Takes back what the last view put there. What the site's own scripts did stays, such as its callbacks.
  const swap = (target, last, next) => {
    for (const name in last) delete target[name];
    Object.assign(target, next);
  };

  // In an object of our own, since the site's may be frozen.
  const put = (next) => {
    swap(
      window.wootricSettings = { ...window.wootricSettings }, settings, settings = { ...next.settings, ...next._changes }
    );
    swap(window, view.window, (view = next).window);
  };

  // Only `true` is a yes, and a call that says nothing. // only: consent
  const consent = (given = true) => { // only: consent
    (window.wootricConsent = given === true) ? wake() : show(view); // only: consent
  }; // only: consent

  const advance = guard(() => {
    const command = view.commands[step];
    if (!(
      !(window.Turbo ? doc.contains(view._block) : 1)
      || !(doc.readyState == "complete"
        | !(window.wootric || command).call // only: async
      )
      || (view.consent ? window.wootricConsent !== true : window.wootricConsent === false) // only: consent
      || !command
      || doc.hidden
    )) {
      // It asks the site; until that answers, there is no other command. // only: fetch
      if (command.call) view.commands = command(); else // only: fetch
      if (window.wootric?.call) { // an element of that name is no function
        put(view); // again: a script of the site may have replaced the whole object in the meantime
        step++;
        wake(); // the other commands are called whatever this one does
        wootric(command);
      } else if (!script) {
        script = doc.createElement("script");
        script.src = show._sdk = show._sdk || window.trustedTypes
          ?.createPolicy("wootric-snippet", { createScriptURL: (url) => url }).createScriptURL(view.sdk) || view.sdk;
        script.nonce = view._block.nonce; // for a policy without 'strict-dynamic'
        script.onerror = script.remove; // so that the next page view tries again
        // The site may have the SDK's element already. Ours does not go into the head, which a page may lack.
        script = [...doc.scripts].find((other) => other.src == script.src)
          || doc.documentElement.append(script) || script;
        // An SDK may define itself a moment after it has loaded.
        script.addEventListener("load", () => setTimeout(wake, 99));
      }
    }
  });

  // Shows a page view: `next` holds its settings and commands, the SDK's URL and when to load it.
  const show = guard((next) => {
    // Turbo shows its cached copy of a page first, and then the page itself. In a file, loader_file.js has ruled it out.
    if (doc.documentElement.dataset.turboPreview != "") { // only: inline
      next._block = next._block || doc.currentScript || doc;
      script = 0;
      put(next);
      wake();
      if (step) {
        step = 0;
        // Hides the last view's survey, or cancels one that still waits: the SDK takes one survey at a time. Only
        // where there may be one, since an error, though caught, takes a browser longer than all the rest of this.
        WootricSurvey.stop();
      }
      // Only the SDK is loaded at once. Commands wait for their turn, since the last of several blocks counts.
      if (!window.wootric) advance(); // only: async
    } // only: inline
  });

  // When nothing else is to be done, so that no paint and no event of the page is delayed; but a page that always does
  // something is asked too. By then all of the page's blocks have been seen, and the last one counts.
  const wake = () => (window.requestIdleCallback || setTimeout)(advance, { timeout: 2000 });

  // Where nobody is asked, it is no page view.
  const again = (event) => {
    if (event?.persisted) view._start?.(); // only: fetch
    if (view.settings) show(view);
  };

  // What the site's own script wants different; it throws where that cannot be sent, and then nothing is changed.
  const change = (changes, commands) => {
    JSON.stringify(changes);
    view._changes = changes;
    if (step) view.commands = commands;
    again();
  };

  // For Trusted Types: a second policy of its name would be refused, so that a loader passes the SDK's URL on.
  show._sdk = window.wootricSnippet?.show?._sdk; // only: consent fetch

  window.wootricSnippet = {
    // An event of the site's own script: a survey for it replaces the one that the page asked for.
    track: guard((name, properties) => change({
      ...view._changes,
      event_name: name.substr(),
      properties: { ...view.settings.properties, ...properties }
    }, ["run"])),

    // A page view of the site's own router. Before the page has asked for anything, it is still the same view.
    page: guard((info) => change({ ...step ? { event_name: null } : view._changes, page_info: info }, ["page", "run"])),

    // A page view of nobody, and nobody's consent: what the last visitor said is not the next one's word.
    shutdown: () => show({}, window.wootricConsent = 0),

    current: () => view, // only: fetch
    consent, // only: consent
    show
  };

  // What the SDK throws while it is first run is no news to the site. An SDK of another host has no name here.
  addEventListener("error", (event) => {
    doc.currentScript != script || !script.src.endsWith(event.filename) || event.preventDefault();
  });
  addEventListener("visibilitychange", wake);
  // After the load event, and when a page comes back from the back/forward cache.
  addEventListener("pageshow", again);
  addEventListener("wootric:consent", () => consent(), true); // only: consent
  addEventListener("turbo:morph", () => view._refresh?.()); // only: fetch
}
