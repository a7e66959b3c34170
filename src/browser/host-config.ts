/** Teams' themes; it calls the first one `default`. */
export type Theme = 'light' | 'dark' | 'contrast';

interface Shades {
  text: string;
  subtle: string;
  accent: string;
  good: string;
  warning: string;
  attention: string;
  line: string;
  /** Backgrounds of the container styles. */
  plain: string;
  emphasis: string;
  accentBack: string;
  goodBack: string;
  warningBack: string;
  attentionBack: string;
}

// Every foreground has a contrast of at least 4.5:1 against every background of its theme.
const shades: Record<Theme, Shades> = {
  light: {
    text: '#242424',
    subtle: '#5c5c62',
    accent: '#4048b4',
    good: '#0b6a37',
    warning: '#7d4a00',
    attention: '#ae1f1b',
    line: '#dcdce2',
    plain: '#ffffff',
    emphasis: '#f3f3f7',
    accentBack: '#eceefb',
    goodBack: '#e8f5ec',
    warningBack: '#fdf2df',
    attentionBack: '#fdecea',
  },
  dark: {
    text: '#f5f5f7',
    subtle: '#b6b6bd',
    accent: '#aab0ff',
    good: '#74d494',
    warning: '#f3c55f',
    attention: '#ffa59d',
    line: '#47474f',
    plain: '#292a30',
    emphasis: '#33343b',
    accentBack: '#2d3050',
    goodBack: '#1e3829',
    warningBack: '#41341a',
    attentionBack: '#4a2826',
  },
  // Nothing is told by a background here: every container is black with a line around it.
  contrast: {
    text: '#ffffff',
    subtle: '#ffffff',
    accent: '#1aebff',
    good: '#3ff23f',
    warning: '#ffff01',
    attention: '#ff9d9d',
    line: '#ffffff',
    plain: '#000000',
    emphasis: '#000000',
    accentBack: '#000000',
    goodBack: '#000000',
    warningBack: '#000000',
    attentionBack: '#000000',
  },
};

const fontFamily = "'Segoe UI', 'Noto Sans', system-ui, -apple-system, 'Helvetica Neue', sans-serif";
const monospace = "'Cascadia Mono', Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace";
const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const fontWeights = { lighter: 300, default: 400, bolder: 600 };

function colour(strong: string, subtle: string) {
  return { default: strong, subtle, highlightColors: { default: strong, subtle } };
}

function style(s: Shades, backgroundColor: string) {
  const foregroundColors = {
    default: colour(s.text, s.subtle),
    dark: colour(s.text, s.subtle),
    light: colour(s.subtle, s.subtle),
    accent: colour(s.accent, s.accent),
    good: colour(s.good, s.good),
    warning: colour(s.warning, s.warning),
    attention: colour(s.attention, s.attention),
  };
  return { backgroundColor, borderColor: s.line, foregroundColors };
}

/** Host configuration for the `adaptivecards` renderer: sizes and limits as Teams has them, colours of our own. */
export function hostConfig(theme: Theme) {
  const s = shades[theme];
  return {
    supportsInteractivity: true,
    fontTypes: {
      default: { fontFamily, fontSizes, fontWeights },
      monospace: { fontFamily: monospace, fontSizes, fontWeights },
    },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 26, padding: 16 },
    separator: { lineThickness: 1, lineColor: s.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    containerStyles: {
      default: style(s, s.plain),
      emphasis: style(s, s.emphasis),
      accent: style(s, s.accentBack),
      good: style(s, s.goodBack),
      warning: style(s, s.warningBack),
      attention: style(s, s.attentionBack),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      allowTitleToWrap: false,
      iconPlacement: 'leftOfTitle',
      iconSize: 16,
    },
    adaptiveCard: { allowCustomStyle: true },
    imageSet: { imageSize: 'medium', maxImageHeight: 100 },
    factSet: {
      title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 180 },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 14,
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: {
          weight: 'default',
          color: 'default',
          size: 'default',
          suffix: ' *',
          suffixColor: 'attention',
        },
        optionalInputs: { weight: 'default', color: 'default', size: 'default' },
      },
      errorMessage: { color: 'attention', size: 'small', weight: 'default' },
    },
    table: { cellSpacing: 8 },
    textStyles: {
      heading: { size: 'large', weight: 'bolder', color: 'default' },
      columnHeader: { weight: 'bolder', color: 'default' },
    },
    textBlock: { headingLevel: 3 },
  };
}
