/*
 * For the page after log-out. A page change by Turbo keeps the window, and with it the loader and the settings; after
 * a full page load neither is there, and only a survey that something else has put in the page could be stopped.
 */
(function () {
  try {
    if (window.wootricSnippet) window.wootricSnippet.shutdown();
    delete window.wootricSettings;
    window.WootricSurvey.stop();
  } catch (error) {
    // There was nothing to stop.
  }
})();
