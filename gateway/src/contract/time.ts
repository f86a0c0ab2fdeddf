import { z } from "zod";

export const Time = z.iso.datetime();
