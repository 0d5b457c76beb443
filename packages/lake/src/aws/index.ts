export { clientSettings } from './client-settings.ts'
export { type S3StoreOptions, s3Store } from './s3-store.ts'
