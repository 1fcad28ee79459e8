import { cookies } from 'next/headers';
import { Playground } from '@/components/playground/playground';
import { LAYOUT_COOKIE, readLayout } from '@/lib/client/playground-layout';

/** The playground. The layout's cookie is read here, so that the first paint has every panel where it was left. */
export default async function PlaygroundPage() {
  const jar = await cookies();
  return <Playground initialLayout={readLayout(jar.get(LAYOUT_COOKIE)?.value)} />;
}
