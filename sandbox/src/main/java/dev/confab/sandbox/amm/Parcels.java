package dev.confab.sandbox.amm;

import dev.confab.sandbox.files.FileContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files that come with a message, and what is wrong with them (AMM notes B.6.2, A.4.3, A.7). */
final class Parcels {

    private Parcels() {}

    static List<Part> read(List<Related.Piece> pieces, AmmOptions options) {
        List<Part> parts = new ArrayList<>();
        for (Related.Piece piece : pieces) {
            parts.add(part("p-" + (parts.size() + 1), piece, options));
        }
        Set<String> files = new HashSet<>();
        parts.stream().filter(part -> !part.thumbnail()).forEach(part -> files.add(part.name()));
        parts.stream()
                .filter(Part::thumbnail)
                .filter(part -> !files.contains(part.name()))
                .forEach(part -> {
                    throw Refusal.malformed("The preview " + part.name() + " belongs to no attachment of that name");
                });
        long count = parts.stream().filter(part -> !part.thumbnail()).count();
        if (count > options.limits().attachments()) {
            throw new Refusal(
                    413,
                    Refusal.TOO_MANY_ATTACHMENTS,
                    "A message has no more than " + options.limits().attachments() + " attachments");
        }
        return parts;
    }

    private static Part part(String id, Related.Piece piece, AmmOptions options) {
        String name = piece.fileName();
        if (name == null) {
            throw Refusal.malformed("An attachment needs Content-Disposition with a filename");
        }
        boolean thumbnail =
                switch (piece.disposition()) {
                    case "attachment" -> false;
                    case "inline" -> true;
                    default ->
                        throw Refusal.malformed(
                                "The Content-Disposition of " + name + " must be attachment, or inline for a preview");
                };
        int size = piece.content().length();
        if (size == 0) {
            throw new Refusal(400, Refusal.ATTACHMENT_EMPTY, "The attachment " + name + " is empty");
        }
        String type = piece.type();
        boolean rich = type.startsWith("image/") || type.startsWith("audio/") || type.startsWith("video/");
        if (rich && !options.richContent()) {
            throw new Refusal(
                    415, Refusal.NOT_SUPPORTED, "Files of type " + type + " may not be sent, see richContent");
        }
        int most = thumbnail ? options.limits().thumbnail() : options.limits().bytes(type);
        if (size > most) {
            throw new Refusal(
                    413,
                    thumbnail ? Refusal.THUMBNAIL_TOO_LARGE : Refusal.ATTACHMENT_TOO_LARGE,
                    "The attachment " + name + " has " + size + " bytes; " + most + " are allowed");
        }
        return new Part(
                id,
                name,
                type,
                thumbnail,
                new FileContent.InMemory(piece.content().getBytes()));
    }
}
