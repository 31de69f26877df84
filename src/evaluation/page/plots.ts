/** Renders the plots of an evaluation as SVG. */
import type { Bin, TimeBin, TradeOff } from '../curves.ts';
import { percent } from '../report.ts';
import { type Html, html } from './html.ts';

/** The frame that all plots share: `x` and `y` place a value from 0 to 1 in it. */
const WIDTH = 460;
const HEIGHT = 330;
const LEFT = 48;
const RIGHT = 22;
const TOP = 12;
const BOTTOM = 44;
const x = (share: number): number => round(LEFT + share * (WIDTH - LEFT - RIGHT));
const y = (share: number): number => round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function plot(name: string, horizontal: string, vertical: string, inside: readonly Html[]): Html {
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">
${TICKS.map(
  (t) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(t)}" y2="${y(t)}"/>
<text class="tick" x="${LEFT - 7}" y="${y(t) + 4}" text-anchor="end">${Math.round(t * 100)}%</text>`,
)}
<text class="axis" x="${x(0.5)}" y="${HEIGHT - 6}" text-anchor="middle">${horizontal}</text>
<text class="axis" transform="translate(11 ${y(0.5)}) rotate(-90)" text-anchor="middle">${vertical}</text>
${inside}</svg>`;
}

function ticksBelow(label: (t: number) => string): Html[] {
  return TICKS.map(
    (t) => html`<text class="tick" x="${x(t)}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${label(t)}</text>`,
  );
}

function line(kind: string, points: readonly (readonly [number, number])[]): Html {
  return html`<polyline class="${kind}" points="${points.map(([a, b]) => `${x(a)},${y(b)}`).join(' ')}"/>`;
}

/** A plot of confidence against the share of right readings: on the diagonal, 0.9 is right nine times in ten. */
export function reliabilityPlot(bins: readonly Bin[]): Html {
  const filled = bins.filter((b) => b.n > 0);
  const most = Math.max(1, ...filled.map((b) => b.n));
  return plot('Reliability: how sure it was, how often it was right', 'how sure it was', 'how often it was right', [
    ...ticksBelow((t) => `${Math.round(t * 100)}%`),
    html`<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`,
    ...filled.map(
      (b) =>
        html`<line class="gap" x1="${x(b.confidence)}" x2="${x(b.confidence)}" y1="${y(b.confidence)}" y2="${y(b.right)}"/>`,
    ),
    line(
      'line first',
      filled.map((b) => [b.confidence, b.right]),
    ),
    ...filled.map(
      (b) =>
        html`<circle class="dot first" cx="${x(b.confidence)}" cy="${y(b.right)}" r="${round(3 + 8 * Math.sqrt(b.n / most))}"><title>said ${percent(b.confidence)}, was right ${percent(b.right)} of ${b.n} texts</title></circle>`,
    ),
  ]);
}

/**
 * A plot of possible `answer` thresholds: the share of texts named, and the share of those named rightly. `now` are the
 * thresholds in use.
 */
export function tradeOffPlot(curve: readonly TradeOff[], now: readonly number[]): Html {
  const right = curve.filter((c) => c.right !== null);
  return plot('Trade-off: what another threshold would come to', 'the threshold "answer"', 'share of texts', [
    ...ticksBelow((t) => t.toFixed(1)),
    ...now.map((t) => html`<line class="now" x1="${x(t)}" x2="${x(t)}" y1="${y(0)}" y2="${y(1)}"/>`),
    line(
      'line first',
      curve.map((c) => [c.threshold, c.named]),
    ),
    line(
      'line second',
      right.map((c) => [c.threshold, c.right!]),
    ),
    ...now.flatMap((t) => {
      const at = curve[Math.round(t * 100)]!;
      return [
        html`<circle class="dot first" cx="${x(t)}" cy="${y(at.named)}" r="5"><title>at ${t}: ${percent(at.named)} are named</title></circle>`,
        ...(at.right === null
          ? []
          : [
              html`<circle class="dot second" cx="${x(t)}" cy="${y(at.right)}" r="5"><title>at ${t}: ${percent(at.right)} of those rightly</title></circle>`,
            ]),
      ];
    }),
  ]);
}

/** A plot of the times of readings, in steps of a factor of √2. */
export function timePlot(bins: readonly TimeBin[]): Html {
  const total = Math.max(
    1,
    bins.reduce((sum, b) => sum + b.n, 0),
  );
  const most = Math.max(...bins.map((b) => b.n / total), 0.001);
  const top = TICKS.find((t) => t >= most) ?? 1;
  const wide = 1 / Math.max(1, bins.length);
  const every = Math.ceil(bins.length / 8);
  const scaled = (share: number): number => share / top;
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="How long reading a text took">
${TICKS.map(
  (t) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(t)}" y2="${y(t)}"/>
<text class="tick" x="${LEFT - 7}" y="${y(t) + 4}" text-anchor="end">${Math.round(t * top * 100)}%</text>`,
)}
${bins.map(
  (b, i) =>
    html`<rect class="bar first" x="${x(i * wide) + 1}" width="${round(Math.max(1, x(wide) - x(0) - 2))}" y="${y(scaled(b.n / total))}" height="${round(y(0) - y(scaled(b.n / total)))}"><title>up to ${milliseconds(b.upTo)}: ${b.n} texts</title></rect>
${i % every === 0 ? html`<text class="tick" x="${x((i + 1) * wide)}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${milliseconds(b.upTo)}</text>` : null}`,
)}
<text class="axis" x="${x(0.5)}" y="${HEIGHT - 6}" text-anchor="middle">milliseconds for a text, at most</text>
<text class="axis" transform="translate(11 ${y(0.5)}) rotate(-90)" text-anchor="middle">share of texts</text></svg>`;
}

function milliseconds(value: number): string {
  return String(Number(value.toPrecision(2)));
}
