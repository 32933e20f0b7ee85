package dev.confab.sandbox.gms;

import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.files.FileContent;
import java.util.UUID;

/** A file in a chat, and how often it was downloaded (Engage chat protocol notes §1.6). It lies in memory: a chat has few. */
final class ChatFile {

    private final String id = UUID.randomUUID().toString();
    private final String name;
    private final String type;
    private final FileContent content;
    private int downloads;

    ChatFile(String name, String type, FileContent content) {
        this.name = name;
        this.type = type;
        this.content = content;
    }

    /** A file of an agent. */
    static ChatFile of(AgentAct.OutgoingFile file) {
        return new ChatFile(file.name(), file.type(), file.content());
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    String type() {
        return type;
    }

    FileContent content() {
        return content;
    }

    int downloads() {
        return downloads;
    }

    void countDownload() {
        downloads++;
    }
}
