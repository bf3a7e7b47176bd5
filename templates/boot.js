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
((snippet, options) => {
  if ("wootricGpc" in options && navigator.globalPrivacyControl) return;

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
  let said; // what the site's own script has said before there was one

  const refresh = async () => {
    const last = view;
    let next = { settings: {}, commands: [] }; // where it fails, nobody is asked
    try {
      const mark = options.wootricCookie; // the site's own, of a visitor that it knows
      if (!mark || ("; " + doc.cookie).includes("; " + mark + "=")) {
        const url = new URL(options.wootricUrl, location.href);
        if (!url.searchParams.has("path")) url.searchParams.set("path", location.pathname);
        const response = await fetch(url, { redirect: "error" });
        if (response.status == 200) next = await response.json();
      }
    } catch (error) {
      // The site's console is not the place to say so.
    }
    const response = JSON.stringify(next);
    if (!element.isConnected || response == known) return;
    next.block = element;
    snippet.show(next, (settings, current) => {
      if (current != last) throw current;
      known = response;
      view = next;
    });
    if (view == next) {
      if (said.page_info) snippet.page(said.page_info);
      if (said.event_name) snippet.track(said.event_name, said.properties);
      said = {};
    }
  };

  const start = () => {
    if (!element.isConnected) return;
    known = "";
    const commands = [() => {
      commands.pop();
      refresh();
    }];
    view = { settings: said = {}, commands, block: element };
    snippet.show(view);
  };

  if (!snippet.fetched) {
    doc.addEventListener("turbo:morph", () => snippet.fetched.refresh());
    addEventListener("pageshow", (event) => event.persisted && snippet.fetched.start());
  }
  snippet.fetched = { refresh, start };
  start();
})(window.wootricSnippet, element.dataset);
