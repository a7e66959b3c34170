import { z } from 'zod';
import type { JobView, NodeView, ScheduleView, TaskView } from '../../model/reading.js';
import { flag, key, keys, listOf, oneOf, present, text, time } from './fields.js';
import { errorFields, operation, stepError, stepStatus } from './status.js';

/** In lower case, for it is only ever compared; undefined for the contract's word for none. */
function subType(value: string | undefined): string | undefined {
  const folded = value?.toLowerCase();
  return folded === 'nosubtype' ? undefined : folded;
}

/** GraphNodeInfo (API reference, section 2.8). */
export const nodeSchema = z
  .object({
    operationType: operation,
    subType: text,
    identifier: text,
    friendlyName: text,
    taskStatus: stepStatus,
    jobIds: keys,
    endTimestamp: time,
    lastSuccessfulTimestamp: time,
    ...errorFields,
  })
  .transform(
    (node): NodeView =>
      present({
        operation: node.operationType,
        subType: subType(node.subType),
        identifier: node.identifier ?? '',
        friendlyName: node.friendlyName ?? node.identifier ?? node.operationType,
        status: node.taskStatus,
        jobIds: node.jobIds,
        endedAtMs: node.endTimestamp,
        lastSuccessAtMs: node.lastSuccessfulTimestamp,
        error: stepError(node),
      }),
  );

/** GraphTaskInfo. */
const taskSchema = z
  .object({
    taskId: key,
    identifier: text,
    operationType: operation.nullish(),
    subType: text,
    friendlyName: text,
    taskStatus: stepStatus,
    jobIds: keys,
    submittedTimestamp: time,
    endTimestamp: time,
    waitingTaskIds: keys,
    ...errorFields,
  })
  .transform(
    (task): TaskView =>
      present({
        taskId: task.taskId,
        identifier: task.identifier,
        operation: task.operationType ?? 'none',
        subType: subType(task.subType),
        friendlyName: task.friendlyName ?? '',
        status: task.taskStatus,
        jobIds: task.jobIds,
        submittedAtMs: task.submittedTimestamp,
        endedAtMs: task.endTimestamp,
        error: stepError(task),
        waitingTaskIds: task.waitingTaskIds,
      }),
  );

/** GraphJobInfo. Tasks that are null or absent were not told, which is not the same as none. */
export const jobSchema = z
  .object({
    jobId: key,
    jobSubmissionKind: oneOf({ scheduled: 'scheduled', ondemand: 'on-demand' }, 'unknown'),
    operationType: operation.nullish(),
    jobStatus: stepStatus,
    submittedTimestamp: time,
    endTimestamp: time,
    idList: keys,
    tasks: listOf(taskSchema),
  })
  .transform(
    (job): JobView =>
      present({
        jobId: job.jobId,
        submission: job.jobSubmissionKind,
        operation: job.operationType ?? 'none',
        status: job.jobStatus,
        submittedAtMs: job.submittedTimestamp,
        endedAtMs: job.endTimestamp,
        identifiers: job.idList,
        tasks: job.tasks,
      }),
  );

/** WorkflowRefreshSchedule. */
export const scheduleSchema = z
  .object({
    operationType: operation.nullish(),
    isActive: flag,
    timezoneId: text,
    cronSchedules: listOf(z.string()),
  })
  .transform(
    (schedule): ScheduleView => ({
      operation: schedule.operationType ?? 'none',
      active: schedule.isActive ?? false,
      timeZone: schedule.timezoneId ?? 'UTC',
      crons: schedule.cronSchedules ?? [],
    }),
  );
