import assert from 'node:assert/strict';
import { at, emulated, listAt } from './emulated.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function service() {
  const emulator = emulated({ customers: 40, activities: 100 });
  const id = String(emulator.world.instance.customers.all()[0]?.CustomerId);
  const city = () => at(emulator.get(`data/Customer?$filter=CustomerId eq '${id}'`).body, 'value', 0, 'City');
  return { ...emulator, id, city };
}

const visit = { ActivityId: 'act-99310', ActivityType: 'StoreVisit', ActivityTime: '2026-03-04T16:20:00Z' };

describe('writing data', () => {
  it('creates an activity, from an object or from a text that holds one', () => {
    const { call, get, id } = service();
    const seen = call('POST', 'data/UnifiedActivity', { ...visit, CustomerId: id });
    assert.equal(seen.status, 201);
    assert.match(String(at(seen.body, 'location')), /\/data\/UnifiedActivity\/act-99310$/);
    const twice = call('POST', 'data/UnifiedActivity', JSON.stringify({ ...visit, ActivityId: 'act-99311' }));
    assert.equal(twice.status, 201);
    assert.equal(
      listAt(get("data/UnifiedActivity?$filter=ActivityId in ('act-99310','act-99311')").body, 'value').length,
      2,
    );
  });

  it('refuses an activity whose key exists', () => {
    const { call } = service();
    call('POST', 'data/UnifiedActivity', visit);
    assert.equal(call('POST', 'data/UnifiedActivity', visit).status, 409);
  });

  it('changes a profile for four hours unless told', async () => {
    const { call, city, id, clock } = service();
    const before = city();
    const seen = call('PATCH', `data/Customer/${id}`, { City: 'Braga' });
    assert.deepEqual(seen, { status: 204, headers: {}, body: undefined });
    assert.equal(city(), 'Braga');
    await clock.advance(4 * HOUR_MS);
    assert.equal(city(), before);
  });

  it('keeps a change until the time it names, at most thirty days', async () => {
    const { call, city, id, clock } = service();
    const until = (ms: number) => new Date(clock.now() + ms).toISOString();
    assert.equal(call('PATCH', `data/Customer/${id}?validUntil=${until(10 * DAY_MS)}`, { City: 'Braga' }).status, 204);
    await clock.advance(9 * DAY_MS);
    assert.equal(city(), 'Braga');
    for (const bad of [until(31 * DAY_MS), until(-1), 'tomorrow', until(DAY_MS).slice(0, 10)]) {
      assert.equal(call('PATCH', `data/Customer/${id}?validUntil=${bad}`, { City: 'Faro' }).status, 400);
    }
  });

  it('refuses what does not fit', () => {
    const { call, id } = service();
    const status = (method: string, path: string, body: unknown) => call(method, path, body).status;
    assert.equal(status('POST', 'data/Customer', { CustomerId: 'new' }), 400);
    assert.equal(status('POST', 'data/Nothing', {}), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', { Title: 'no key' }), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', { ...visit, Colour: 'red' }), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', { ...visit, Title: 5 }), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', { ...visit, ActivityTime: 'yesterday' }), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', { ...visit, ActivityTime: '2026-02-30T10:00:00Z' }), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', [visit]), 400);
    assert.equal(status('POST', 'data/UnifiedActivity', 'not json'), 400);
    assert.equal(call('POST', 'data/UnifiedActivity').status, 400);
    assert.equal(status('PATCH', 'data/Customer/nobody', { City: 'Faro' }), 404);
    assert.equal(status('PATCH', `data/Customer/${id}`, { CustomerId: 'other' }), 400);
    assert.equal(status('PATCH', `data/Customer/${id}`, {}), 400);
    assert.equal(status('PATCH', `data/UnifiedActivity/act-000001`, { Title: 'x' }), 400);
  });

  it('moves no segment and no measure', () => {
    const { call, control, id } = service();
    const before = control.state();
    call('POST', 'data/UnifiedActivity', { ...visit, CustomerId: id });
    call('PATCH', `data/Customer/${id}`, { TotalSpend: 1e6 });
    assert.deepEqual(control.state().segments, before.segments);
    assert.deepEqual(control.state().measures, before.measures);
  });
});
