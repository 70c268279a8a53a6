(function () {
  "use strict";
  var form = document.getElementById("review");
  function decided() {
    var sections = [];
    document.querySelectorAll("input.verdict:checked").forEach(function (input) {
      sections.push({ z: Number(input.dataset.z), verdict: input.value });
    });
    return sections;
  }
  function text() {
    return JSON.stringify({ version: 1, stack: form.dataset.stack, sections: decided() }, null, 2) + "\n";
  }
  function tell() {
    document.getElementById("decided").textContent = decided().length + " of " + form.dataset.sections + " decided";
  }
  document.querySelectorAll("input.verdict").forEach(function (input) {
    input.addEventListener("change", tell);
  });
  document.getElementById("save").addEventListener("click", function () {
    var link = document.getElementById("file");
    link.href = "data:application/json;charset=utf-8," + encodeURIComponent(text());
    link.click();
  });
  form.hidden = false;
  tell();
})();
