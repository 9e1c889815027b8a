/** What the TypeScript compiler has to know of files that Vite reads. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
declare module '*.css'
