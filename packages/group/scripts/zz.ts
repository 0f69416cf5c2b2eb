import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { decodeScalar, encodeScalar, reduceScalar } from "@veche/group";
import { createHash } from "node:crypto";
const N=2000;const noise=(l:number,s:string)=>new Uint8Array(createHash("shake256",{outputLength:l}).update(s).digest());
const all=noise(64*N,"x");for(let i=63;i<all.length;i+=64)all[i-32]&=15;
const n32=Array.from({length:N},(_,i)=>all.subarray(64*i,64*i+32));const n64=Array.from({length:N},(_,i)=>all.subarray(64*i,64*i+64));
function rd(b:Uint8Array){const v=new DataView(b.buffer,b.byteOffset,b.length);let x=0n;for(let at=b.length-8;at>=0;at-=8)x=(x<<64n)|v.getBigUint64(at,true);return x;}
function rd4(b:Uint8Array){const v=new DataView(b.buffer,b.byteOffset,b.length);return ((v.getBigUint64(24,true)<<64n|v.getBigUint64(16,true))<<128n)|(v.getBigUint64(8,true)<<64n|v.getBigUint64(0,true));}
function wr(s:bigint){const o=new Uint8Array(32);const v=new DataView(o.buffer);let r=s;for(let at=0;at<32;at+=8){v.setBigUint64(at,r,true);r>>=64n;}return o;}
const sc=n32.map(rd);
let sink=0n;
const med=(name:string,f:()=>void)=>{const t=[];for(let r=0;r<15;r++){const a=process.cpuUsage();for(let j=0;j<5;j++)f();const b=process.cpuUsage(a);t.push((b.user+b.system)/5/N)}t.sort((x,y)=>x-y);console.log(name,t[7]!.toFixed(2),t[0]!.toFixed(2));};
med("noble",()=>{for(const b of n32)sink^=bytesToNumberLE(b)});
med("loop",()=>{for(const b of n32)sink^=rd(b)});
med("rd4",()=>{for(const b of n32)sink^=rd4(b)});
med("decodeScalar",()=>{for(const b of n32)sink^=decodeScalar(b)??0n});
med("reduceScalar",()=>{for(const b of n64)sink^=reduceScalar(b)});
med("rd 64",()=>{for(const b of n64)sink^=rd(b)});
med("encodeScalar",()=>{for(const b of sc)sink^=BigInt(encodeScalar(b)[0]!)});
med("wr",()=>{for(const b of sc)sink^=BigInt(wr(b)[0]!)});
