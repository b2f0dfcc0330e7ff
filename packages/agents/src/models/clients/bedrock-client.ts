import { BedrockModel } from '@strands-agents/sdk/models/bedrock'
import type { Environment } from '../environment.ts'

/** A model of Amazon Bedrock (ConverseStream). Credentials of `environment` come first, else the AWS SDK's own chain finds them. */
export function bedrockModel(
  config: { readonly modelId: string; readonly maxTokens: number; readonly temperature?: number },
  region: string,
  endpoint: string | undefined,
  environment: Environment,
): BedrockModel {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID']
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
  const sessionToken = environment['AWS_SESSION_TOKEN']
  const apiKey = environment['AWS_BEARER_TOKEN_BEDROCK']
  const given = accessKeyId !== undefined && secretAccessKey !== undefined
  return new BedrockModel({
    ...config,
    region,
    ...(apiKey === undefined ? {} : { apiKey }),
    clientConfig: {
      maxAttempts: 1,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(given
        ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }
        : {}),
      // With an API key the SDK still signs, then writes the key over the signature.
      ...(!given && apiKey !== undefined ? { credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' } } : {}),
    },
  })
}
