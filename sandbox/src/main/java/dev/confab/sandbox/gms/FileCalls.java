package dev.confab.sandbox.gms;

import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.TransferVerdict;
import dev.confab.sandbox.net.FilePart;
import dev.confab.sandbox.net.SendFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls about files (Engage chat protocol notes §1.6, §2.4), past their faults. */
final class FileCalls {

    private final FileRules rules;
    private final GmsAgents agents;

    FileCalls(FileRules rules, GmsAgents agents) {
        this.rules = rules;
        this.agents = agents;
    }

    int maxFileBytes() {
        return rules.maxFileBytes();
    }

    void limits(Exchange exchange, Chat chat) {
        exchange.perform(chat, new Seam.Call("fileLimits", false), () -> rules.limits(chat));
    }

    void delete(Exchange exchange, Chat chat, String fileId, Fields fields) {
        exchange.perform(chat, new Seam.Call("deleteFile", false), () -> rules.delete(chat, fileId, fields));
    }

    void upload(Exchange exchange, Chat chat, List<FilePart> parts, Fields fields) {
        exchange.perform(chat, new Seam.Call("uploadFile", false), () -> {
            if (parts.size() != 1) {
                return Reply.refused(Codes.BAD_FIELD, "Send one part named file");
            }
            return store(exchange, chat, parts.get(0), fields);
        });
    }

    private Reply store(Exchange exchange, Chat chat, FilePart part, Fields fields) {
        TransferVerdict verdict = new TransferVerdict();
        exchange.around().faults().transferring(chat.id(), Fault.Transfer.UPLOAD, verdict);
        if (verdict.status() == TransferVerdict.RESET || verdict.cutsAfter() != TransferVerdict.NONE) {
            return Reply.NONE;
        }
        exchange.delay(verdict.delay());
        if (verdict.status() > 0) {
            return failed(verdict);
        }
        Reply objection = rules.objection(chat, part.name(), part.size());
        if (objection != null) {
            return objection;
        }
        if (verdict.refusalCode() != 0) {
            return Reply.refused(verdict.refusalCode(), "The file is refused on purpose");
        }
        return rules.uploaded(chat, take(chat, part, fields), fields);
    }

    /** Takes the files that came with the wish for a chat; those that may not be are left out. */
    void takeAll(Chat chat, List<FilePart> parts) {
        for (FilePart part : parts) {
            if (rules.objection(chat, part.name(), part.size()) == null) {
                take(chat, part, Fields.NONE);
            }
        }
    }

    private ChatFile take(Chat chat, FilePart part, Fields fields) {
        ChatFile file = rules.take(chat, part.name(), part.type(), part.bytes(), fields);
        agents.heard(chat, file, part.bytes());
        return file;
    }

    void download(Exchange exchange, Chat chat, String fileId) {
        exchange.perform(chat, new Seam.Call("downloadFile", false), () -> {
            Reply objection = rules.objection(chat, fileId);
            ChatFile file = chat.files().get(fileId);
            if (objection != null || file == null) {
                return objection == null ? Reply.NONE : objection;
            }
            TransferVerdict verdict = new TransferVerdict();
            exchange.around().faults().transferring(chat.id(), Fault.Transfer.DOWNLOAD, verdict);
            Reply failure = failure(verdict);
            if (failure != null) {
                return failure;
            }
            rules.give(chat, file);
            exchange.around().loop().after(verdict.delay(), () -> send(exchange, file, verdict));
            return Reply.SENT;
        });
    }

    private static @Nullable Reply failure(TransferVerdict verdict) {
        return verdict.status() == TransferVerdict.RESET ? Reply.NONE : verdict.status() > 0 ? failed(verdict) : null;
    }

    private static Reply failed(TransferVerdict verdict) {
        return Reply.http(verdict.status(), "This transfer fails on purpose", "GET /sandbox/faults lists the faults");
    }

    private static void send(Exchange exchange, ChatFile file, TransferVerdict verdict) {
        exchange.recordAnswer(null);
        SendFile.send(
                exchange.around().loop(),
                exchange.context().request(),
                file.name(),
                file.type(),
                file.content(),
                verdict);
    }
}
