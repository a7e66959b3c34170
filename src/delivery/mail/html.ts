import type { Block, Colour, Run, Tone } from './blocks.js';

/** Light colours stand beside each element, because some clients read no style sheet; dark ones are in the sheet. */
const ink: Record<Colour, { light: string; dark: string }> = {
  default: { light: '#242424', dark: '#f5f5f5' },
  accent: { light: '#4f52b2', dark: '#aab0fa' },
  good: { light: '#0e700e', dark: '#9fd89f' },
  warning: { light: '#835b00', dark: '#fdcf6d' },
  attention: { light: '#b10e1c', dark: '#f4a6ad' },
};
const subtle = { light: '#5c5c5c', dark: '#c2c2c2' };
const line = { light: '#d6d6d6', dark: '#4a4a4a' };
const page = { light: '#f5f5f5', dark: '#1a1a1a' };
const sheet = { light: '#ffffff', dark: '#262626' };
const paper: Record<Exclude<Tone, 'default'>, { light: string; dark: string; edge: string }> = {
  emphasis: { light: '#f3f3f3', dark: '#333333', edge: '#8a8a8a' },
  accent: { light: '#eef0fb', dark: '#2b2c4a', edge: '#5b5fc7' },
  good: { light: '#eef8ee', dark: '#173a1c', edge: '#13a10e' },
  warning: { light: '#fff7e5', dark: '#46360f', edge: '#d29200' },
  attention: { light: '#fdf0f1', dark: '#4a1a1f', edge: '#c50f1f' },
};

const sizes = { small: '13px', default: '15px', large: '20px' };
const sans = "'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,sans-serif";
const mono = "Consolas,Menlo,'DejaVu Sans Mono',monospace";

const inks = Object.keys(ink) as Colour[];
const papers = Object.keys(paper) as (keyof typeof paper)[];

const darkRules = [
  `.page{background:${page.dark}!important}`,
  `.sheet{background:${sheet.dark}!important;border-color:${line.dark}!important}`,
  `.subtle{color:${subtle.dark}!important}`,
  `.rule{border-color:${line.dark}!important}`,
  ...inks.map((name) => `.ink-${name}{color:${ink[name].dark}!important}`),
  ...papers.map((name) => `.on-${name}{background:${paper[name].dark}!important}`),
].join('');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? '');
}

function run({ text, bold, subtle: faint, mono: fixed, size, colour }: Run): string {
  const faded = faint && colour === 'default';
  const style = [
    `color:${faded ? subtle.light : ink[colour].light}`,
    `font-size:${sizes[size]}`,
    ...(bold ? ['font-weight:600'] : []),
    ...(fixed ? [`font-family:${mono}`] : []),
  ].join(';');
  return `<span class="${faded ? 'subtle' : `ink-${colour}`}" style="${style}">${escapeHtml(text)}</span>`;
}

function rule(ruled: boolean): string {
  return ruled ? `;border-top:1px solid ${line.light};padding-top:12px;margin-top:16px` : '';
}

function block(one: Block): string {
  const ruled = one.ruled ? ' class="rule"' : '';
  switch (one.kind) {
    case 'line': {
      const tag = one.heading ? 'h1' : 'p';
      const margin = one.runs.every(({ size }) => size === 'small') ? '4px 0' : '6px 0';
      const style = `margin:${margin};line-height:1.45;font-weight:400;font-size:15px${rule(one.ruled)}`;
      return `<${tag}${ruled} style="${style}">${one.runs.map(run).join('')}</${tag}>`;
    }
    case 'facts': {
      const rows = one.facts.map(({ title, value }) => {
        const cell = 'padding:3px 0;vertical-align:top;text-align:left;font-size:15px;line-height:1.4';
        const head = `${cell};padding-right:16px;font-weight:400;color:${subtle.light};min-width:96px`;
        const rest = `${cell};font-weight:600;color:${ink.default.light}`;
        return `<tr><th scope="row" class="subtle" style="${head}">${escapeHtml(title)}</th><td class="ink-default" style="${rest}">${escapeHtml(value)}</td></tr>`;
      });
      return `<div${ruled} style="margin:14px 0${rule(one.ruled)}"><table cellspacing="0" cellpadding="0" style="border-collapse:collapse">${rows.join('')}</table></div>`;
    }
    case 'columns': {
      const cells = one.columns.map(
        (column) => `<td style="padding:0 12px 0 0;vertical-align:top">${column.map(block).join('')}</td>`,
      );
      return `<div${ruled} style="margin:14px 0${rule(one.ruled)}"><table role="presentation" cellspacing="0" cellpadding="0" width="100%" style="border-collapse:collapse;table-layout:fixed"><tr>${cells.join('')}</tr></table></div>`;
    }
    case 'box': {
      const inside = one.blocks.map(block).join('');
      if (one.tone === 'default') return `<div${ruled} style="margin:14px 0${rule(one.ruled)}">${inside}</div>`;
      const { light, edge } = paper[one.tone];
      return `<div class="on-${one.tone}" style="margin:14px 0;padding:10px 16px;background:${light};border-left:4px solid ${edge};border-radius:4px">${inside}</div>`;
    }
  }
}

/** A whole page: 600 px at most, no picture, nothing to load, nothing that tells that it was read. */
export function htmlOf(blocks: readonly Block[], words: { language: string; title: string; foot: string[] }): string {
  const foot = words.foot
    .map(
      (text) =>
        `<p class="subtle" style="margin:4px 0;font-size:13px;line-height:1.45;color:${subtle.light}">${escapeHtml(text)}</p>`,
    )
    .join('');
  const language = escapeHtml(words.language);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(words.title)}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${darkRules}}</style></head>
<body class="page" style="margin:0;padding:0;background:${page.light}"><div class="page" style="background:${page.light};padding:16px 8px;font-family:${sans}">
<table role="presentation" cellspacing="0" cellpadding="0" align="center" width="100%" style="max-width:600px;margin:0 auto;border-collapse:separate"><tr><td class="sheet" style="background:${sheet.light};border:1px solid ${line.light};border-radius:8px;padding:6px 20px 14px;overflow-wrap:anywhere">
<div lang="${language}">${blocks.map(block).join('\n')}</div>
</td></tr><tr><td style="padding:12px 21px;overflow-wrap:anywhere">${foot}</td></tr></table></div></body></html>
`;
}
