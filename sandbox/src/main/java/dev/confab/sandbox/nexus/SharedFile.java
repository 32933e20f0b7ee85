package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.json.BoundedJson;

/**
 * A file in a session (Engage chat protocol notes §3.4).
 *
 * @param id unlike all others
 * @param url its path
 * @param name its name
 * @param type its MIME type
 * @param content its bytes
 */
record SharedFile(String id, String url, String name, String type, FileContent content) {

    ObjectNode json() {
        return BoundedJson.object()
                .put("fileId", id)
                .put("url", url)
                .put("filename", name)
                .put("mimetype", type)
                .put("length", content.size());
    }
}
