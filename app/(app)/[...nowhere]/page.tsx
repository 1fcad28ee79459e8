import { notFound } from 'next/navigation';

/** Every address that nothing else has: "not found" inside the frame of the app. */
export default function NowherePage(): never {
  notFound();
}
