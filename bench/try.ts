const [what, ...n] = process.argv.slice(2);
const m: any = await import(`#bench/${what}.ts`);
const f = Object.entries(m).find(([k]) => k.startsWith('measure'))![1] as any;
console.log(await f(...n.map((x) => (/^\d+$/.test(x) ? Number(x) : x.startsWith('{') ? JSON.parse(x) : x))));
process.exit(0);
