package dev.confab.transport.store

import dev.confab.transport.model.NotOnAndroid
import java.io.File
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.WRITE
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFileAttributeView
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermissions
import java.util.UUID

/**
 * Keeps the key of a [TinkTokenCipher] in a file that only its owner can read. Not for Android, whose Keystore does it better: see
 * [TinkTokenCipher.of].
 *
 * The file guards the store only where a thief gets one without the other (a copied data directory, a backup without the key): keep it apart
 * from the store. On file systems without POSIX permissions (Windows) it has the access list of its directory, which must be private.
 */
@NotOnAndroid
public object TinkKeyFile {
    private val OWNER_ONLY = PosixFilePermissions.fromString("rw-------")

    /**
     * The cipher of the key in [file]; the first call makes key and file. When several processes make it at the same time, all get the one
     * that was there first. Reads and writes the disk.
     *
     * Without the key what it sealed is lost: keep a copy of the file.
     *
     * @throws StoreException naming the file: its directory is missing or cannot be written, it is readable for others than its owner, or
     * it holds no key.
     */
    @JvmStatic
    public fun openOrCreate(file: File): TinkTokenCipher {
        val path = file.absoluteFile.toPath()
        return try {
            if (!Files.exists(path)) create(path)
            read(path)
        } catch (failed: IOException) {
            throw StoreException("The key file $path cannot be used ($failed). Choose a directory that exists and is yours.", failed)
        }
    }

    private fun read(path: Path): TinkTokenCipher {
        if (isPosix(path) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path) - PosixFilePermission.OWNER_EXECUTE)) {
            throw StoreException("The key file $path is open to others than its owner: they may know the key. Run chmod 600 on it.")
        }
        val keyset = String(Files.readAllBytes(path), Charsets.UTF_8)
        return try {
            TinkTokenCipher.fromKeyset(keyset)
        } catch (failed: StoreException) {
            throw StoreException("The key file $path holds no key. Restore it from a copy: without it its store cannot be read.", failed)
        }
    }

    /** Complete or not at all: the key is on disk under another name before it is seen under its own. */
    private fun create(path: Path) {
        val unfinished = path.resolveSibling("${path.fileName}.${UUID.randomUUID()}")
        try {
            write(unfinished, TinkTokenCipher.newKeyset().toByteArray())
            // A link fails where a file is already; a rename would replace the key that another process made meanwhile.
            Files.createLink(path, unfinished)
        } catch (_: FileAlreadyExistsException) {
            return
        } catch (failed: UnsupportedOperationException) {
            throw IOException("the file system has no hard links", failed)
        } finally {
            Files.deleteIfExists(unfinished)
        }
        if (isPosix(path)) FileChannel.open(path.parent, READ).use { it.force(true) }
    }

    private fun write(path: Path, bytes: ByteArray) {
        val attributes: Array<FileAttribute<*>> =
            if (isPosix(path.parent)) arrayOf(PosixFilePermissions.asFileAttribute(OWNER_ONLY)) else emptyArray()
        FileChannel.open(path, setOf(CREATE_NEW, WRITE), *attributes).use {
            val buffer = ByteBuffer.wrap(bytes)
            while (buffer.hasRemaining()) it.write(buffer)
            it.force(true)
        }
    }

    private fun isPosix(path: Path): Boolean = Files.getFileAttributeView(path, PosixFileAttributeView::class.java) != null
}
