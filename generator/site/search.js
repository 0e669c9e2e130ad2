// 查找单位：只在本页里筛选，不联网。没有 JavaScript 时搜索框不出现，全部目录照样在。
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var box = document.getElementById("search");
  var told = document.getElementById("found");
  var items = Array.prototype.slice.call(document.querySelectorAll("[data-words]"));
  var years = document.querySelector(".years");
  var parts = Array.prototype.slice.call(document.querySelectorAll(".group, .year"));

  function plain(text) {
    return (text.normalize ? text.normalize("NFKC") : text).toLowerCase();
  }

  function search() {
    var words = plain(box.value).split(/\s+/).filter(Boolean);
    var count = 0;
    items.forEach(function (item) {
      var text = plain(item.getAttribute("data-words"));
      item.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!item.hidden) { count += 1; }
    });
    parts.forEach(function (part) {
      part.hidden = !part.querySelector("[data-words]:not([hidden])");
    });
    if (years) { years.hidden = words.length > 0; }
    told.textContent = !words.length ? "" : count ? "找到 " + count + " 份" : "没有找到；换几个字试试，例如只写“文旅”";
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", search);
  // 退回本页时，浏览器会留着输入的字。
  window.addEventListener("pageshow", search);
  search();
})();
