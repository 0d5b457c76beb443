import { activitySummary } from './activity-summary/activity-summary.ts'
import type { Report } from './report.ts'

/** All reports. */
export const reports: readonly Report[] = [activitySummary]
