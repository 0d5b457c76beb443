import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ACCOUNT } from './provider.ts'

/** Parameter Store and S3, as far as SST's own program asks them: where its state is, and the state. */
export interface AwsStandIn {
  readonly url: string
  /** What was asked, in order: `AmazonSSM.GetParameter`, `PUT /sst-state/...`. */
  readonly calls: readonly string[]
  close(): void
}

const BOOTSTRAP = {
  version: 99, // newer than any: SST makes none of its own
  asset: 'sst-asset',
  state: 'sst-state',
  assetEcrRegistryId: ACCOUNT,
  assetEcrUrl: '',
  appsyncHttp: '',
  appsyncRealtime: '',
}

export async function startAws(): Promise<AwsStandIn> {
  const calls: string[] = []
  const parameters = new Map([['/sst/bootstrap', JSON.stringify(BOOTSTRAP)]])
  const objects = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const target = request.headers['x-amz-target']
    const path = request.url!.split('?')[0]!
    calls.push(target ? String(target) : `${request.method} ${path}`)
    if (target) answerSsm(String(target), JSON.parse(body.toString()), parameters, response)
    else answerS3(request.method!, path, body, objects, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, calls, close: () => server.close() }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

interface SsmInput {
  readonly Name: string
  readonly Value: string
}

function answerSsm(
  target: string,
  { Name, Value }: SsmInput,
  parameters: Map<string, string>,
  response: ServerResponse,
) {
  const answer = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }
  const known = parameters.get(Name)
  switch (target) {
    case 'AmazonSSM.GetParameter':
      if (known === undefined) answer(400, { __type: 'ParameterNotFound' })
      else answer(200, { Parameter: { Name, Value: known, Type: 'String', Version: 1 } })
      return
    case 'AmazonSSM.PutParameter':
      parameters.set(Name, Value)
      answer(200, { Version: 1 })
      return
    default:
      answer(400, { __type: 'UnknownOperationException', message: target })
  }
}

function answerS3(method: string, path: string, body: Buffer, objects: Map<string, Buffer>, response: ServerResponse) {
  const object = objects.get(path)
  if (method === 'PUT') {
    objects.set(path, body)
    response.writeHead(200, { etag: '"1"' }).end()
  } else if (method === 'DELETE') {
    objects.delete(path)
    response.writeHead(204).end()
  } else if (method === 'GET' && object) response.writeHead(200).end(object)
  else {
    response.writeHead(404, { 'content-type': 'application/xml' })
    response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>')
  }
}
