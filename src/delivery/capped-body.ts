/** Reads at most `limit` bytes of a body and lets the rest go: an answer of the connector is small. */
export async function readCapped(response: Response, limit: number): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, limit - bytes), { stream: true });
    bytes += value.byteLength;
    if (bytes >= limit) {
      await reader.cancel();
      return text;
    }
  }
}
