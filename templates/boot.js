/*
 * What the static file does after the loader, for the deliveries "data" and "fetch": it finds the page's settings and
 * hands them over. `element` is the element of the file, whose attributes hold the options; every page view has one.
 *
 *   event, with "fetch"                       what happens
 *   the file runs, or the page comes back     an empty page view, which asks the site as soon as somebody sees the page
 *   from the back/forward cache
 *   the response is there                     the visitor's page view, unless another one or a sign-out came before it
 *   Turbo has morphed the page                the site is asked again; the same response is the same page view
 */
((win, doc, options) => {
  if ("wootricGpc" in options && navigator.globalPrivacyControl) return;

  const snippet = win.wootricSnippet;

  if (!options.wootricUrl) {
    try {
      snippet.show(Object.assign(JSON.parse(element.previousElementSibling.text), { block: element }));
    } catch (error) {
      // Something has parted the two elements.
    }
    return;
  }

  let view; // the one that the loader has from here
  let known; // the response that it is made of

  // Only where the site's own mark tells of a visitor that it knows. Where it fails, nobody is asked.
  const request = async () => {
    try {
      const mark = options.wootricCookie;
      if (!mark || doc.cookie.split("; ").some((pair) => pair.startsWith(mark + "="))) {
        const url = new URL(options.wootricUrl, location.href);
        if (!url.searchParams.has("path")) url.searchParams.set("path", location.pathname);
        const response = await fetch(url, { redirect: "error" });
        if (response.status == 200) return await response.json();
      }
    } catch (error) {
      // The site's console is not the place to say so.
    }
    return { settings: {}, commands: [] };
  };

  const refresh = async () => {
    const last = view;
    const next = await request();
    const response = JSON.stringify(next);
    if (!element.isConnected || response == known) return;
    snippet.show(next, (settings, current) => {
      if (current != last) throw current;
      // What the site's own script has said in the meantime.
      const { event_name, page_info, properties } = known ? {} : last.settings;
      if (page_info) Object.assign(settings, { page_info, event_name: null });
      if (event_name) Object.assign(settings, { event_name, properties: Object.assign({}, settings.properties, properties) });
      next.block = element;
      view = next;
      known = response;
    });
  };

  const start = () => {
    if (!element.isConnected) return;
    known = "";
    const commands = [() => {
      commands.pop();
      refresh();
    }];
    view = { settings: {}, commands, block: element };
    snippet.show(view);
  };

  if (!snippet.fetched) {
    doc.addEventListener("turbo:morph", () => snippet.fetched.refresh());
    win.addEventListener("pageshow", (event) => event.persisted && snippet.fetched.start());
  }
  snippet.fetched = { refresh, start };
  start();
})(window, document, element.dataset);
