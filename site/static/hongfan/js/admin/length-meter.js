// The length of the article while it is being typed. The server counts: the meter, the limit and
// the page must agree. Failing to count must never be in an editor's way, so it only says so.
const DELAY = 400;
// The rich text editor writes its text into the form a while after the last key, without an event.
const LATER = 1500;
const meter = document.querySelector("[data-hongfan-meter]");

const part = (name) => meter.querySelector(`[data-meter-${name}]`);

function show(counted) {
  const limits = JSON.parse(document.getElementById("hongfan-meter-limits").textContent);
  const format = document.querySelector('[name="format"]')?.value;
  const limit = limits[format];
  part("words").textContent = counted.words.toLocaleString("zh-CN");
  part("minutes").textContent = counted.minutes;
  part("limit").hidden = !limit;
  part("over").hidden = !limit || counted.words <= limit;
  if (limit) {
    part("limit-value").textContent = limit.toLocaleString("zh-CN");
    part("over-value").textContent = (counted.words - limit).toLocaleString("zh-CN");
  }
}

function start(form) {
  let timers = [];
  let running;
  let last = "";
  const count = async () => {
    const data = new FormData();
    data.set("model", meter.dataset.model);
    data.set("csrfmiddlewaretoken", form.querySelector('[name="csrfmiddlewaretoken"]').value);
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith("body-") && typeof value === "string") data.append(name, value);
    }
    const state = JSON.stringify([...data]) + document.querySelector('[name="format"]')?.value;
    if (state === last) return;
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(meter.dataset.url, {
        method: "POST",
        body: data,
        signal: running.signal,
      });
      if (!response.ok) return;
      last = state;
      show(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") console.warn("length meter:", error);
    }
  };
  const soon = () => {
    timers.forEach(clearTimeout);
    timers = [DELAY, LATER].map((delay) => setTimeout(count, delay));
  };
  for (const event of ["input", "change", "keyup", "click", "paste"]) {
    form.addEventListener(event, soon);
  }
  soon();
}

// Below the body's last paragraph the panel is out of sight; the bar with the save button never is.
function moveToBar(form) {
  const bar = form.querySelector("footer.footer");
  if (!bar) return;
  meter.closest(".w-panel")?.setAttribute("hidden", "");
  bar.append(meter);
}

if (meter) {
  const form = meter.closest("form");
  moveToBar(form);
  start(form);
}
