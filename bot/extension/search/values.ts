import { sparkline } from '../../../src/delivery/trend.js';
import { objectState } from '../../../src/delivery/views/object-words.js';
import type { ViewInput } from '../../../src/delivery/views/view.js';
import type { ObjectFacts } from '../../../src/model/content/objects.js';
import type { MeasureView, SegmentView } from '../../../src/model/reading.js';
import { objectContent } from '../../commands/object.js';
import { valueCandidate } from '../../commands/objects.js';
import { knownOf } from '../known.js';
import type { Found } from '../wire.js';
import { answerLocally, lineOf } from './local.js';
import { foundOf, freeCost, type Place, type Search } from './search.js';

/** Runs of the small trend in a line. */
const smallTrend = 8;

function searchFor(which: 'segments' | 'measures'): Search {
  return async (sought, at) => {
    const known = await knownOf(at.connectionId, at.services);
    const views: (SegmentView | MeasureView)[] | undefined = known[which];
    return answerLocally(which, views?.map(valueCandidate), sought, at, ({ view }) => valueFound(view, at));
  };
}

/** From the last reading, or from what is kept of it. */
export const segments = searchFor('segments');
export const measures = searchFor('measures');

/** A segment or measure as it can be inserted: with its trend. Costs no call. */
export async function valueFound(view: SegmentView | MeasureView, at: Place): Promise<Found> {
  const { services, connectionId } = at;
  const kind = 'scalar' in view ? 'measures' : 'segments';
  const readAtMs = services.connections.reading(connectionId)?.readAtMs[kind];
  const content = await objectContent(valueCandidate(view), connectionId, at, freeCost(at, readAtMs));
  const { object } = content;
  const { input } = at;
  return foundOf(content, { title: object.name, text: textOf(object, input) }, at);
}

function textOf(object: ObjectFacts, input: ViewInput): string {
  const { f } = input;
  const { kind, value, trend } = object;
  const spark = trend.length > 1 ? sparkline(trend.slice(-smallTrend).map((one) => one.value)) : '';
  const number = value === undefined ? '' : f.number(value);
  const valued =
    value !== undefined && kind === 'segment'
      ? f.say('extension.members', { n: Number(value), value: number })
      : number;
  return lineOf([valued, spark, objectState(object, input)], input);
}
