// Plays InMoment's script: it has the documented commands, asks no network, and shows nothing. What follows the commands
// is {{ kilobytes }} KB of functions, so that it has the size of such a script; its real size is InMoment's to say.
(function () {
  const parts = [];
  window.WootricSurvey = {
    run(settings) { window.benchmarkRun = JSON.stringify(settings).length + parts.reduce((sum, part) => sum + part(3), 0); },
    stop() {},
    version: () => "benchmark"
  };
  window.wootric = (command) => { if (command === "run") window.WootricSurvey.run(window.wootricSettings); };
{%- for number in range(kilobytes * 5) %}
  parts.push(function part{{ number }}(value) {
    const table = { left: value * {{ number }}, right: [value, {{ number }}, "text{{ number }}"], both: { value } };
    return Object.keys(table).length + table.right.length + table.left;
  });
{%- endfor %}
})();
