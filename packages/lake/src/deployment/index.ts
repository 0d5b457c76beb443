export { APP, parameterName, partName, type StageNames, stageNames } from './stage-names.ts'
