/*
 * For the page after sign-out. A page change by Turbo keeps the window, and with it the loader and the settings; after
 * a full page load neither is there, and only a survey that something else has put in the page could be stopped.
 */
// Turbo's cached copy of such a page is no sign-out: it shows for a moment, and then the page itself. In a file,
// loader_file.js has ruled it out.
if (document.documentElement.dataset.turboPreview != "") { // only: inline
  // Turbo's copies of the last pages hold their script blocks too. The one that it is just leaving is put there by a
  // timer that was set before this one.
  setTimeout(() => {
    window.Turbo?.cache?.clear();
  });
  try {
    // An element of the page may have that name.
    window.wootricSnippet?.shutdown?.();
    delete window.wootricSettings;
    delete window.wootricConsent;
    WootricSurvey.stop();
  } catch {
    // There was nothing to stop.
  }
} // only: inline
