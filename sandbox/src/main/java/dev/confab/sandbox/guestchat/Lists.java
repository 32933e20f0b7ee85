package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;

/** The lists of members and messages, page by page (guest chat protocol notes §4.1, §4.3, §4.4). */
final class Lists {

    private static final int MOST = 100;
    private static final int MEMBERS = 25;
    private static final List<String> ORDERS = List.of("ascending", "descending");

    private Lists() {}

    /** Members in the order in which they joined; a page past the end is empty. */
    static ObjectNode members(Chat chat, Query query) {
        int size = query.number("pageSize", MEMBERS, 1, MOST);
        int number = query.number("pageNumber", 1, 1, Integer.MAX_VALUE);
        boolean onlyPresent = query.flag("excludeDisconnectedMembers");
        List<Member> all = chat.members().stream()
                .filter(member -> !onlyPresent || member.present())
                .toList();
        int pages = (all.size() + size - 1) / size;
        ObjectNode json = BoundedJson.object();
        ArrayNode entities = json.putArray("entities");
        all.stream().skip((number - 1L) * size).limit(size).forEach(member -> entities.add(member.json()));
        String base = path(chat) + "/members?pageSize=" + size + (onlyPresent ? "&excludeDisconnectedMembers=true" : "")
                + "&pageNumber=";
        json.put("pageSize", size)
                .put("pageNumber", number)
                .put("total", all.size())
                .put("pageCount", pages)
                .put("selfUri", base + number)
                .put("firstUri", base + 1)
                .put("lastUri", base + Math.max(1, pages));
        if (number < pages) {
            json.put("nextUri", base + (number + 1));
        }
        if (number > 1) {
            json.put("previousUri", base + (number - 1));
        }
        return json;
    }

    /**
     * Messages between two others, which are left out, in an order, as far as the limit allows. More than 100 are cut to
     * 100; how the service names the neighbouring pages was never seen, here they are calls that give them.
     */
    static ObjectNode messages(Chat chat, Query query) {
        int limit = Math.min(MOST, query.number("maxResults", MOST, 1, Integer.MAX_VALUE));
        String order = query.oneOf("sortOrder", ORDERS);
        String after = query.text("after", "");
        String before = query.text("before", "");
        List<ChatMessage> all = chat.messages();
        int from = after.isEmpty() ? 0 : pivot(chat, "after", after) + 1;
        int to = before.isEmpty() ? all.size() : pivot(chat, "before", before);
        boolean ascending = order.equals(ORDERS.get(0));
        int count = Math.max(0, Math.min(limit, to - from));
        ObjectNode json = BoundedJson.object().put("pageSize", limit);
        ArrayNode entities = json.putArray("entities");
        for (int i = 0; i < count; i++) {
            entities.add(all.get(ascending ? from + i : to - 1 - i).json());
        }
        String base = path(chat) + "/messages?sortOrder=" + order + "&maxResults=" + limit;
        if (count > 0) {
            int first = ascending ? from : to - 1;
            int last = ascending ? from + count - 1 : to - count;
            if (count < to - from) {
                json.put(
                        "next",
                        base
                                + bound(
                                        ascending ? "after" : "before",
                                        all.get(last).id())
                                + bound(ascending ? "before" : "after", ascending ? before : after));
            }
            if (ascending ? first > 0 : first < all.size() - 1) {
                String other = ORDERS.get(ascending ? 1 : 0);
                json.put(
                        "previousPage",
                        path(chat) + "/messages?sortOrder=" + other + "&maxResults=" + limit
                                + bound(
                                        ascending ? "before" : "after",
                                        all.get(first).id()));
            }
        }
        return json.put("selfUri", base + bound("after", after) + bound("before", before));
    }

    private static int pivot(Chat chat, String parameter, String id) {
        int position = chat.position(id);
        if (position < 0) {
            throw new RefusedException(Refusals.invalidValue(parameter, id, "the id of a message of the conversation"));
        }
        return position;
    }

    private static String bound(String name, String id) {
        return id.isEmpty() ? "" : "&" + name + "=" + id;
    }

    private static String path(Chat chat) {
        return GuestChatRoutes.PREFIX + "/" + chat.id();
    }
}
