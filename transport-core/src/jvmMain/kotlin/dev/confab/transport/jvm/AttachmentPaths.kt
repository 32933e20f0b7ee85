package dev.confab.transport.jvm

import dev.confab.transport.backend.AttachmentSink
import dev.confab.transport.backend.AttachmentSource
import dev.confab.transport.model.NotOnAndroid
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** [AttachmentFiles] for paths. Android has them from API level 26 on; before, use files. */
@NotOnAndroid
public object AttachmentPaths {
    /**
     * The file [path], of whatever file system, under its own name; its ending tells the type.
     *
     * @throws IOException when there is no such file.
     */
    @JvmStatic
    @Throws(IOException::class)
    public fun source(path: Path): AttachmentSource =
        StreamSource(path.fileName?.toString().orEmpty(), Files.size(path), null) { Files.newInputStream(path) }

    /** As [AttachmentFiles.sink]; for paths of the default file system. */
    @JvmStatic
    public fun sink(path: Path): AttachmentSink = AttachmentFiles.sink(path.toFile())

    /** As [AttachmentFiles.sinkIn]; for paths of the default file system. */
    @JvmStatic
    public fun sinkIn(directory: Path): AttachmentSink = AttachmentFiles.sinkIn(directory.toFile())
}
