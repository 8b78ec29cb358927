'use strict';

/** Draws the plots of a prediction: in the colours of the system, as wide as the window, with one cursor for all of them. */
(() => {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const sync = uPlot.sync('time');
  const places = [...document.querySelectorAll('.plot')];
  const plots = new Map();

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const two = (value) => String(value).padStart(2, '0');
  const clock = (seconds) => {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };
  /** A second as it is told: by the clock where the load was recorded at a time, else from the start. */
  const timeOf = ({ startsAt }) => {
    if (startsAt === undefined) return clock;
    return (seconds) => {
      const second = Math.floor(startsAt + seconds) % 86400;
      return [second / 3600, (second % 3600) / 60, second % 60].map((part) => two(Math.floor(part))).join(':');
    };
  };
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
  const shown = (value) => (value === null || value === undefined ? '-' : number.format(value));

  /** A value with its unit, and with what nine of ten runs are within. */
  function told(value, unit, band, index) {
    if (value === null || value === undefined) return '-';
    const range = band && index !== null ? ` (${shown(band.low[index])} to ${shown(band.high[index])})` : '';
    return `${shown(value)}${unit === '' ? '' : ` ${unit}`}${range}`;
  }

  /** The options and the data of one plot; a band is two invisible lines, and what is between them. */
  function drawing(chart, width) {
    const { seconds, series, unit } = chart;
    const time = timeOf(chart);
    const lines = [{ label: 'time', value: (_, second) => (second === null ? '-' : time(second)) }];
    const data = [seconds];
    const bands = [];
    for (const { label, colour: name, shape, values, band } of series) {
      const paths = shape === 'steps' ? uPlot.paths.stepped({ align: 1 }) : undefined;
      const stroke = colour(name);
      if (band) {
        for (const values of [band.high, band.low]) {
          lines.push({ label: `${label}, edge of the range`, paths, width: 0, points: { show: false }, class: 'edge' });
          data.push(values);
        }
        bands.push({ series: [lines.length - 2, lines.length - 1], fill: `${stroke}33` });
      }
      lines.push({
        label,
        stroke,
        paths,
        width: 2,
        dash: shape === 'dashed' ? [6, 4] : undefined,
        points: { show: false },
        value: (_, value, __, index) => told(value, unit, band, index),
      });
      data.push(values);
    }
    const axis = {
      stroke: colour('quiet'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line') },
    };
    const times = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
    return {
      options: {
        width,
        height: width < 600 ? 180 : 220,
        scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.05] } },
        series: lines,
        bands,
        axes: [
          { ...axis, incrs: times, space: 60, values: (_, marks) => marks.map(time) },
          { ...axis, size: 56, values: (_, marks) => marks.map((mark) => shown(mark)) },
        ],
        cursor: { y: false, sync: { key: sync.key }, drag: { x: true, y: false } },
        legend: { live: true },
      },
      data,
    };
  }

  function draw(place) {
    plots.get(place)?.destroy();
    const chart = charts[Number(place.dataset.chart)];
    const { options, data } = drawing(chart, place.clientWidth);
    plots.set(place, new uPlot(options, data, place));
  }

  function move(place, event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
    const plot = plots.get(place);
    const chart = charts[Number(place.dataset.chart)];
    const last = chart.seconds.length - 1;
    const stride = Math.max(1, Math.round(last / 100));
    let index = plot.cursor.idx ?? 0;
    if (event.key in steps) index += steps[event.key] * stride;
    else if (event.key === 'Home') index = 0;
    else if (event.key === 'End') index = last;
    else return;
    event.preventDefault();
    index = Math.min(last, Math.max(0, index));
    plot.setCursor({ left: plot.valToPos(chart.seconds[index], 'x'), top: plot.over.clientHeight / 2 });
    const values = chart.series.map(
      ({ label, values, band }) => `${label} ${told(values[index], chart.unit, band, index)}`,
    );
    place.parentElement.querySelector('.readout').textContent =
      `${timeOf(chart)(chart.seconds[index])}: ${values.join(', ')}`;
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target.clientWidth !== plots.get(target).width) draw(target);
  });
  for (const place of places) {
    draw(place);
    place.addEventListener('keydown', (event) => move(place, event));
    resized.observe(place);
  }
  dark.addEventListener('change', () => places.forEach(draw));
})();
