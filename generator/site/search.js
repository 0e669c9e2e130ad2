// 查找单位：名称目录（search-index.js）用到时才读，不联网。没有 JavaScript 时搜索框不出现，目录照样在。
(function () {
  "use strict";
  var own = document.currentScript;
  var form = document.querySelector("form.search");
  var box = document.getElementById("search");
  var told = document.getElementById("found");
  var results = document.getElementById("results");
  var list = document.getElementById("units");
  var most = 50;
  var names = null;
  var asked = false;

  function plain(text) {
    return (text.normalize ? text.normalize("NFKC") : text).toLowerCase();
  }

  // 本机打开的网页不能读别的文件，只能运行脚本，所以目录写成一个调用。
  window.juesuanNames = function (found) {
    names = found["单位"].map(function (unit) {
      var department = unit[2] < 0 ? "" : found["部门"][unit[2]];
      return { name: unit[0], department: department, whole: unit[3], years: unit[4], own: plain(unit[0] + " " + unit[1]), all: plain(unit[0] + " " + unit[1] + " " + department) };
    });
    search();
  };

  function ask() {
    if (asked) { return; }
    asked = true;
    var script = document.createElement("script");
    script.charset = "utf-8";
    script.src = own.getAttribute("data-names");
    script.onerror = function () {
      asked = false;
      script.remove();
      told.textContent = "名称目录没有读到；请在下面的目录里找，或过一会儿再试";
    };
    document.head.appendChild(script);
  }

  function link(text, stem, kind) {
    var made = document.createElement("a");
    made.href = own.getAttribute("data-root") + "units/" + encodeURIComponent(stem) + "/index.html";
    made.textContent = text;
    if (kind) { made.className = kind; }
    return made;
  }

  function note(text, kind) {
    var made = document.createElement("span");
    made.textContent = text;
    made.className = kind;
    return made;
  }

  function line(unit) {
    var item = document.createElement("li");
    item.appendChild(link(unit.name, unit.years[0][1], "name"));
    if (unit.whole) { item.appendChild(note("部门", "kind")); }
    if (unit.department) { item.appendChild(note(unit.department, "of")); }
    var years = note("", "when");
    unit.years.forEach(function (year) { years.appendChild(link(year[0] + " 年度", year[1])); });
    item.appendChild(years);
    return item;
  }

  function has(text, words) {
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }

  function search() {
    var words = plain(box.value).split(/\s+/).filter(Boolean);
    list.hidden = words.length > 0 && names !== null;
    results.textContent = "";
    if (!words.length) { told.textContent = ""; return; }
    if (names === null) { told.textContent = "正在读名称目录……"; ask(); return; }
    // 名称里有的在前，只是部门名称里有的在后。
    var all = names.filter(function (unit) { return has(unit.all, words); });
    var found = all.filter(function (unit) { return has(unit.own, words); }).concat(all.filter(function (unit) { return !has(unit.own, words); }));
    found.slice(0, most).forEach(function (unit) { results.appendChild(line(unit)); });
    told.textContent = !found.length ? "没有找到；换几个字试试，例如只写“文旅”"
      : found.length > most ? "找到 " + found.length + " 个，先列出 " + most + " 个；再多写几个字" : "找到 " + found.length + " 个";
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("focus", ask);
  box.addEventListener("input", search);
  // 退回本页时，浏览器会留着输入的字。
  window.addEventListener("pageshow", search);
})();
