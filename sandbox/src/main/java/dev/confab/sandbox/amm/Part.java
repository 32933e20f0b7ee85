package dev.confab.sandbox.amm;

import dev.confab.sandbox.files.FileContent;

/**
 * A file of a message (AMM notes B.6.3).
 *
 * @param id its id within the message
 * @param name the name of the file
 * @param type its MIME type
 * @param thumbnail whether it only previews another part of the same name
 * @param content its bytes
 */
record Part(String id, String name, String type, boolean thumbnail, FileContent content) {

    /** The file name is told here and nowhere else (AMM notes B.6.3). */
    String disposition() {
        String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
        return (thumbnail ? "inline" : "attachment") + "; filename=\"" + quoted + "\"";
    }
}
