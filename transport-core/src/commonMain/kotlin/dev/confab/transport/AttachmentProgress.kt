package dev.confab.transport

/**
 * Is told how far an upload is. Where files leave only with their message (Avaya AMM), that is how far the check of the file is; how much of it
 * has left tells [dev.confab.transport.model.AttachmentStatus.Sending] then, in the draft and with the events.
 */
public fun interface AttachmentProgress {
    /**
     * @param sentBytes never less than told before, unless the upload begins anew after a failure; equal to [totalBytes] while the service
     * looks at the file.
     */
    public fun onProgress(sentBytes: Long, totalBytes: Long)
}
