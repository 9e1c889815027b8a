#!/usr/bin/env node
// The sources are TypeScript and run as they are: no build that could be out of date.
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
