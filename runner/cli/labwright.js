#!/usr/bin/env node
import { load } from '../compiled/load.js'

await load('cli/main.ts')
