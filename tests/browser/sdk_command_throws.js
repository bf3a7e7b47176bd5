// An SDK whose every command fails.
window.wootric = (command) => {
  (window.wootric.calls = window.wootric.calls || []).push({ command });
  throw new Error("the command failed");
};
window.WootricSurvey = { stop() { throw new Error("stop failed"); } };
