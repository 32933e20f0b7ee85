package dev.confab.transport.net

import org.khronos.webgl.Int8Array
import org.khronos.webgl.Uint8Array

internal actual fun secureRandomBytes(size: Int): ByteArray = nodeCrypto().randomBytes(size).unsafeCast<Uint8Array>().bytes()

internal actual fun sha256(bytes: ByteArray): ByteArray = nodeCrypto()
    .createHash("sha256")
    .update(bytes)
    .digest()
    .unsafeCast<Uint8Array>()
    .bytes()

/** Node's own: a browser's digest is asynchronous, and this target proves the border of the common sources only. */
private fun nodeCrypto(): dynamic = js("require('crypto')")

private fun Uint8Array.bytes(): ByteArray = Int8Array(buffer, byteOffset, length).unsafeCast<ByteArray>().copyOf()
