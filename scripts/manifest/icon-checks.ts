import { decode } from 'fast-png';
import type { Finding } from './schema.js';

/** Teams takes these sizes and no others (Teams reference 5.5). */
const sizes = { color: 192, outline: 32 } as const;

interface Pixel {
  rgb: readonly number[];
  alpha: number;
}

function pixelsOf(png: Uint8Array): { width: number; height: number; pixels: Pixel[] } | undefined {
  try {
    const { width, height, data, channels, depth, palette } = decode(png, { checkCrc: true });
    if (depth !== 8 || palette || (channels !== 3 && channels !== 4)) return undefined;
    const pixels = Array.from({ length: width * height }, (_, at) => {
      const [red = 0, green = 0, blue = 0, alpha = 255] = data.slice(at * channels, (at + 1) * channels);
      return { rgb: [red, green, blue], alpha };
    });
    return { width, height, pixels };
  } catch {
    return undefined;
  }
}

/**
 * What is wrong with an icon: the one in colour fills its whole square, because Teams cuts the corners itself; the
 * outline is white, or black, on nothing.
 */
export function iconFindings(kind: 'color' | 'outline', file: string, png: Uint8Array): Finding[] {
  const wrong = (problem: string): Finding[] => [{ where: file, problem }];
  const image = pixelsOf(png);
  if (!image) return wrong('must be a PNG of 8 bits per channel, without a palette');
  const size = sizes[kind];
  if (image.width !== size || image.height !== size) {
    return wrong(`must be ${size} × ${size} pixels, is ${image.width} × ${image.height}`);
  }
  if (kind === 'color') {
    return image.pixels.some(({ alpha }) => alpha < 255) ? wrong('must be opaque everywhere') : [];
  }
  const inked = image.pixels.filter(({ alpha }) => alpha > 0);
  if (inked.length === 0) return wrong('must show something');
  if (inked.length === image.pixels.length) return wrong('must be transparent around its outline');
  const ofTone = (tone: number) => inked.every(({ rgb }) => rgb.every((value) => Math.abs(value - tone) <= 2));
  return ofTone(255) || ofTone(0) ? [] : wrong('must be of one tone: white or black');
}
