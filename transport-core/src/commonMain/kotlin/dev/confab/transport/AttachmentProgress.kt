package dev.confab.transport

/** Is told how far an upload is. */
public fun interface AttachmentProgress {
    /**
     * @param sentBytes never less than told before, unless the upload begins anew after a failure; equal to [totalBytes] while the service
     * looks at the file.
     */
    public fun onProgress(sentBytes: Long, totalBytes: Long)
}
