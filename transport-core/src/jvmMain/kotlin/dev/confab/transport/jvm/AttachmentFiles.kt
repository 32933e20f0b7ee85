package dev.confab.transport.jvm

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.backend.IncomingFile
import kotlinx.io.RawSink
import kotlinx.io.RawSource
import kotlinx.io.asSink
import kotlinx.io.asSource
import java.io.File
import java.io.FileInputStream
import java.io.FileOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.util.concurrent.Callable

/** Sources and sinks of attachments from what Java has. Nothing is opened before it is needed, and no file is read as a whole. For paths: [AttachmentPaths]. */
public object AttachmentFiles {
    /** The file [file] under its own name; its ending tells the type. */
    @JvmStatic
    public fun source(file: File): AttachmentSource = StreamSource(file.name, file.length(), null) { FileInputStream(file) }

    /**
     * Bytes from anywhere, such as a content resolver.
     *
     * @param contentType the media type, or null: then the ending of [fileName] tells it.
     * @param open gives the bytes from the start, each time it is called; the stream is closed by who reads it.
     */
    @JvmStatic
    public fun source(fileName: String, sizeBytes: Long, contentType: String?, open: Callable<out InputStream>): AttachmentSource =
        StreamSource(fileName, sizeBytes, contentType, open)

    /**
     * Into [file], which appears only when it is complete: until then its bytes are in a file beside it, whose name ends in `.part`. An existing
     * file is replaced.
     */
    @JvmStatic
    public fun sink(file: File): AttachmentSink = FileSink { file }

    /**
     * Into [directory], under the name that the service suggests, made safe; an existing file is never touched: the new one gets a number.
     */
    @JvmStatic
    public fun sinkIn(directory: File): AttachmentSink = FileSink { free(directory, it.suggestedName) }

    /** To a stream, which is closed at the end. What was written of a download that failed is the caller's to throw away. */
    @JvmStatic
    public fun sink(open: Callable<out OutputStream>): AttachmentSink = StreamSink(open)

    private fun free(directory: File, name: String): File {
        val dot = name.lastIndexOf('.').takeIf { it > 0 } ?: name.length
        return generateSequence(0) { it + 1 }
            .map { File(directory, if (it == 0) name else name.substring(0, dot) + " ($it)" + name.substring(dot)) }
            .first(File::createNewFile)
    }
}

internal class StreamSource(
    override val fileName: String,
    override val sizeBytes: Long,
    override val contentType: String?,
    private val stream: Callable<out InputStream>,
) : AttachmentSource {
    override fun open(): RawSource = stream.call().asSource()

    /** Without the name, which stays out of logs. */
    override fun toString(): String = "AttachmentSource($sizeBytes bytes)"
}

private class FileSink(private val place: (IncomingFile) -> File) : AttachmentSink {
    private var target: File? = null
    private var part: File? = null
    private var isOurs = false

    override fun open(file: IncomingFile): RawSink {
        val existed = place(file).also { target = it }
        // A name that was taken for this download is empty until then.
        isOurs = existed.length() == 0L && existed.exists()
        // Not the file's own name: it may be too short for a temporary file, or too long in bytes with what is put around it.
        val partial = File.createTempFile("confab", ".part", existed.absoluteFile.parentFile)
        part = partial
        return FileOutputStream(partial).asSink()
    }

    override fun complete() {
        val from = checkNotNull(part) { "Nothing was opened." }
        val to = checkNotNull(target) { "Nothing was opened." }
        // Where an existing file cannot be replaced in one step, it goes first.
        if (!from.renameTo(to) && !(to.delete() && from.renameTo(to))) throw IOException("The file could not be put in its place.")
    }

    override fun abort() {
        part?.delete()
        if (isOurs) target?.takeIf { it.length() == 0L }?.delete()
    }
}

private class StreamSink(private val stream: Callable<out OutputStream>) : AttachmentSink {
    override fun open(file: IncomingFile): RawSink = stream.call().asSink()

    override fun complete() = Unit

    override fun abort() = Unit
}
