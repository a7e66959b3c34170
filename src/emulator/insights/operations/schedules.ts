import { z } from 'zod';
import type { JsonObject } from '../json.js';
import { randomFor } from '../random.js';
import { apiError, ok } from '../reply.js';
import type { ScheduleState } from '../state.js';
import type { Call, Operation } from './call.js';
import { readBody } from './read-body.js';

const badSchedule = (message: string) => apiError(400, 'InvalidSchedule', message);
const scheduleSchema = z.looseObject({
  operationType: z.string(),
  identifiers: z.array(z.string()).default([]),
  isActive: z.boolean().default(true),
  timezoneId: z.string().default('UTC'),
  cronSchedules: z.array(z.string()).min(1).max(4),
});

const root = 'workflows/:workflowName/schedules';

/** Refresh schedules (API 2.8). The emulator shows them; runs are started by stories and controls. */
export const scheduleOperations: Operation[] = [
  {
    method: 'GET',
    path: root,
    role: 'Viewer',
    handle: (call) => ok(call.world.instance.schedules.map((schedule) => scheduleJson(call, schedule))),
  },
  {
    method: 'POST',
    path: root,
    role: 'Admin',
    handle: (call) => ok(scheduleJson(call, add(call, readBody(call.body, scheduleSchema, badSchedule)))),
  },
  {
    method: 'POST',
    path: `${root}/batch`,
    role: 'Admin',
    handle: (call) => {
      const wanted = readBody(call.body, z.array(scheduleSchema), badSchedule);
      return ok(wanted.map((schedule) => scheduleJson(call, add(call, schedule))));
    },
  },
  {
    method: 'GET',
    path: `${root}/supportedTimezones`,
    role: 'Viewer',
    handle: () =>
      ok([
        { id: 'W. Europe Standard Time', name: '(UTC+01:00) Amsterdam, Berlin, Rome' },
        { id: 'GMT Standard Time', name: '(UTC+00:00) Dublin, Edinburgh, Lisbon, London' },
        { id: 'Central Asia Standard Time', name: '(UTC+05:00) Astana' },
        { id: 'UTC', name: '(UTC) Coordinated Universal Time' },
      ]),
  },
];

function add(call: Call, wanted: z.infer<typeof scheduleSchema>): ScheduleState {
  const { instance } = call.world;
  const schedule = {
    scheduleId: randomFor(instance.seed, 'schedule', instance.schedules.length).uuid(),
    operationType: wanted.operationType,
    identifiers: wanted.identifiers,
    isActive: wanted.isActive,
    timezoneId: wanted.timezoneId,
    cronSchedules: wanted.cronSchedules,
  };
  instance.schedules.push(schedule);
  return schedule;
}

function scheduleJson(call: Call, schedule: ScheduleState): JsonObject {
  return { subType: 'noSubType', jobType: 'full', ...schedule, instanceId: call.world.instance.instanceId };
}
