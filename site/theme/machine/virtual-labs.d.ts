/** Made by `site/.vitepress/lab-modules.ts`. */
declare module 'virtual:labs' {
  /** By name; each gives the JSON text of a `ServedLab`. */
  export const labs: Record<string, () => Promise<{ default: string }>>
}
