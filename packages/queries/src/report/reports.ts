import { activitySummary } from './activity-summary/activity-summary.ts'
import { accessReview } from './composed/access-review.ts'
import { auditTrailHealth } from './composed/audit-trail-health.ts'
import { changeManagement } from './composed/change-management.ts'
import { compose } from './composed/compose.ts'
import { credentialLifecycle } from './composed/credential-lifecycle.ts'
import { failedAndUnusual } from './composed/failed-and-unusual.ts'
import { privilegedActivity } from './composed/privileged-activity.ts'
import type { Report } from './report.ts'

/** The reports that are data: a file each, which lists sections. */
export const compositions = [
  accessReview,
  privilegedActivity,
  changeManagement,
  credentialLifecycle,
  failedAndUnusual,
  auditTrailHealth,
]

/** All reports. */
export const reports: readonly Report[] = [activitySummary, ...compositions.map(compose)]
