import MarkdownIt from 'markdown-it';

// Private-use characters that stand for `<at>` and `</at>` between marking and drawing.
const OPEN = '\uE000';
const CLOSE = '\uE001';

/** Puts marks where `<at>...</at>` is one of the mentions declared beside the text; any other tag stays text. */
export function markMentions(text: string, declared: ReadonlySet<string>): string {
  const clean = text.replaceAll(OPEN, '').replaceAll(CLOSE, '');
  return clean.replace(/<at>(.*?)<\/at>/g, (tag, name: string) => (declared.has(tag) ? OPEN + name + CLOSE : tag));
}

/** Splits marked text for drawing without Markdown. */
export function splitMentions(marked: string): { text: string; mention: boolean }[] {
  return marked
    .split(/(\uE000[^\uE001]*\uE001)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith(OPEN) ? { text: part.slice(1, -1), mention: true } : { text: part, mention: false },
    );
}

/**
 * Teams draws bold, italic, lists and links in cards and nothing else (Teams reference 4.5): headings, tables, images,
 * code, quotes and HTML stay the characters they are.
 */
function teamsSubset() {
  const md = new MarkdownIt('zero', { html: false, linkify: false, breaks: false });
  md.enable(['emphasis', 'link', 'list', 'escape', 'entity', 'newline']);
  md.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());
  // The text rule swallows everything up to a character it knows; a mark must end it.
  md.inline.ruler.before('text', 'mention', (state, silent) => {
    if (state.src[state.pos] !== OPEN) return false;
    const end = state.src.indexOf(CLOSE, state.pos);
    if (end < 0) return false;
    if (!silent) state.push('mention', 'span', 0).content = state.src.slice(state.pos + 1, end);
    state.pos = end + 1;
    return true;
  });
  md.inline.ruler.at('text', (state, silent) => {
    let end = state.pos;
    while (end < state.posMax && !stops.has(state.src[end] ?? '')) end += 1;
    if (end === state.pos) return false;
    if (!silent) state.pending += state.src.slice(state.pos, end);
    state.pos = end;
    return true;
  });
  md.renderer.rules.mention = (tokens, index) =>
    `<span class="mention">${md.utils.escapeHtml(tokens[index]?.content ?? '')}</span>`;
  md.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    tokens[index]?.attrSet('target', '_blank');
    tokens[index]?.attrSet('rel', 'noopener noreferrer');
    return self.renderToken(tokens, index, options);
  };
  return md;
}

const stops = new Set([...'\n\\*_[]&!<>`~^{}$%@+-=:#"\'()|', OPEN]);
const md = teamsSubset();

/** Safe HTML of text in Teams' Markdown subset; the text may hold mention marks. */
export function markdownToHtml(marked: string): string {
  return md.render(marked);
}
