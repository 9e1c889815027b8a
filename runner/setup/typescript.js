// @ts-check

/**
 * Imports from the rest of Labwright, which is TypeScript. Only once the npm packages are there.
 * @template T
 * @param {() => Promise<T>} load imports
 * @returns {Promise<T>}
 */
export const typescript = async (load) => {
  const { register } = await import('tsx/esm/api')
  const unregister = register()
  try {
    return await load()
  } finally {
    await unregister()
  }
}
