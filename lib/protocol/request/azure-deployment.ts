const FOLDER = '/deployments/';

/**
 * Azure OpenAI's older addresses name the deployment that answers:
 * `https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT?api-version=…`. Its list of models is beside the
 * folder of deployments (`/openai/models`), and holds what the resource could deploy, not what it has.
 * Null when the path, without a slash at its end, names none.
 */
export function azureDeployment(path: string): { readonly name: string; readonly root: string } | null {
  const at = path.lastIndexOf(FOLDER);
  const root = path.slice(0, Math.max(0, at));
  const name = path.slice(at + FOLDER.length);
  if (at === -1 || !root.endsWith('/openai') || name === '' || name.includes('/')) return null;
  return { name, root };
}
