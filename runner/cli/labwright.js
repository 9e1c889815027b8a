#!/usr/bin/env node
import { load } from '../compiled.js'

await load('cli/main.ts')
